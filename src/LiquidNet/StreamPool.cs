using System.Diagnostics;
using System.Globalization;

namespace LiquidNet;

/// <summary>Many streams of one network, each known by a key: a batch of readings of whoever has news is stepped side by side.</summary>
/// <remarks>
/// <para>A stream is opened by the first reading for its key, with a state of zero, and costs its state and about fifty bytes. Threads may
/// share a pool: their calls take turns, and a large batch uses all processors by itself.</para>
/// <para>What comes out does not depend on who else is in a batch, nor on order or threads, to the bit; it equals that of a
/// <see cref="LiquidStream"/> to float rounding, since many are summed in another order than one. A batch allocates nothing once there has
/// been a larger one and all its streams are open.</para>
/// <para>It sees the parameters as they are when it is created; after changing them call <see cref="Refresh"/>.</para>
/// </remarks>
/// <typeparam name="TKey">What a stream is known by, such as a device's number or name.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class StreamPool<TKey>
    where TKey : notnull
{
    readonly Lock gate = new();
    readonly Dictionary<TKey, int> slots;
    readonly PooledStates states;
    readonly PoolBatch batch;
    LiquidNetwork network;
    PoolRun run;

    /// <summary>Creates a pool without streams.</summary>
    /// <param name="network">What the streams run.</param>
    /// <param name="comparer">When keys are equal; null for their own equality.</param>
    /// <exception cref="InvalidOperationException">The network reads in both directions.</exception>
    public StreamPool(LiquidNetwork network, IEqualityComparer<TKey>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network.CheckedForStreams();
        slots = new(comparer);
        states = new(network.Cell.StateSize);
        batch = new(network.Model, states);
        run = new(network.Model);
    }

    /// <summary>How many streams there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return slots.Count;
        }
    }

    /// <summary>Takes a batch of readings and gives a prediction for each.</summary>
    /// <remarks>Several readings for one key are taken in their order. A reading that is refused leaves the state of its stream as it was,
    /// opens none, and its prediction is <c>NaN</c>; all others are taken as if it were not there. Where only the step shows that a state
    /// would not be finite, its stream is open all the same.</remarks>
    /// <param name="keys">Whom each reading is for [readings].</param>
    /// <param name="inputs">The readings, one after the other [readings x InputSize]; <c>NaN</c> where a value is missing, if the cell
    /// takes it.</param>
    /// <param name="elapsed">Time since the last reading of the same key, in the unit of the model's time constants; zero or more
    /// [readings].</param>
    /// <param name="outputs">Takes probabilities or values, one prediction after the other [readings x OutputSize].</param>
    /// <param name="refusals">Takes why each reading was refused [readings]; may be left out.</param>
    /// <returns>How many readings were refused.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit each other or the network, or a key is null; nothing has changed.</exception>
    public int Step(
        ReadOnlySpan<TKey> keys,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> elapsed,
        Span<float> outputs,
        Span<Refusal> refusals = default)
    {
        CheckSize(elapsed.Length, keys.Length, columns: 1, nameof(elapsed));
        CheckSize(inputs.Length, keys.Length, network.InputSize, nameof(inputs));
        CheckSize(outputs.Length, keys.Length, network.OutputSize, nameof(outputs));
        if (!refusals.IsEmpty)
            CheckSize(refusals.Length, keys.Length, columns: 1, nameof(refusals));
        foreach (var key in keys)
            ArgumentNullException.ThrowIfNull(key, nameof(keys));
        lock (gate)
        {
            batch.Begin(inputs, elapsed);
            for (var reading = 0; reading < keys.Length; reading++)
            {
                if (run.Check(batch.Input(reading), elapsed[reading]) is not Refusal.None and var refusal)
                    batch.Refuse(reading, refusal);
                else
                    batch.Add(reading, SlotOf(keys[reading]));
            }

            batch.Arrange();
            run.Run(batch);
            return batch.Finish(outputs, refusals);
        }
    }

    /// <summary>Whether there is a stream of a key.</summary>
    public bool Contains(TKey key)
    {
        lock (gate)
            return slots.ContainsKey(key);
    }

    /// <summary>The keys of all streams, as they are now, in no order.</summary>
    public TKey[] GetKeys()
    {
        lock (gate)
            return [.. slots.Keys];
    }

    /// <summary>Forgets a stream; a later reading for its key opens a new one.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TKey key)
    {
        lock (gate)
        {
            if (!slots.Remove(key, out var slot))
                return false;
            states.Return(slot);
            return true;
        }
    }

    /// <summary>The state of a stream as bytes, as of <see cref="LiquidStream.Snapshot"/>; each can be restored where the other was
    /// taken.</summary>
    /// <exception cref="KeyNotFoundException">There is no stream of this key.</exception>
    public byte[] Snapshot(TKey key)
    {
        lock (gate)
            return StateBlob.Write(network.Model, time: null, states[slots[key]]);
    }

    /// <summary>Goes to the state of a snapshot, in a new stream where there is none of this key.</summary>
    /// <param name="key">Whose state it is.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> gave.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, damaged, or of another equation; nothing has changed.</exception>
    public void Restore(TKey key, ReadOnlySpan<byte> snapshot)
    {
        var state = new float[network.Cell.StateSize];
        StateBlob.Read(snapshot, network.Model, state);
        lock (gate)
            state.CopyTo(states[SlotOf(key)]);
    }

    /// <summary>Takes over the current values of the network's parameters; all states stay.</summary>
    public void Refresh()
    {
        lock (gate)
            run = new(network.Model);
    }

    /// <summary>Goes on with another network of the same equation, such as one that was trained further; all states stay.</summary>
    /// <param name="next">What takes over, with its present parameters.</param>
    /// <exception cref="ArgumentException">Sizes, the equation of its step or the kind of its outputs differ; the pool goes on as
    /// before.</exception>
    public void Use(LiquidNetwork next)
    {
        network.CheckSuccessor(next, nameof(next));
        var nextRun = new PoolRun(next.Model);
        lock (gate)
            (network, run) = (next, nextRun);
    }

    /// <summary>"StreamPool: CfC 20 -> 32 -> softmax 4, 100,000 streams".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"StreamPool: {network.Cell} -> {network.Readout}, {Count:N0} streams");

    /// <summary>The table of keys grows by a quarter, not to the double: it is most of what a stream costs beside its state.</summary>
    int SlotOf(TKey key)
    {
        if (slots.TryGetValue(key, out var slot))
            return slot;
        if (slots.Count == slots.Capacity)
            slots.EnsureCapacity(slots.Count + slots.Count / 4 + 1);
        slots.Add(key, slot = states.Take());
        return slot;
    }

    void CheckSize(int length, int readings, int columns, string parameterName)
    {
        if (length != (long)readings * columns)
        {
            throw new ArgumentException(
                $"For {readings} readings, cell '{network.Cell.Name}' expects {(long)readings * columns} numbers but got {length}.",
                parameterName);
        }
    }
}
