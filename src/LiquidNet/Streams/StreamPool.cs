using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;

namespace LiquidNet;

/// <summary>Many streams of one network, each known by a key; the readings of a batch are stepped side by side.</summary>
/// <remarks>
/// <para>A stream is opened by the first reading for its key, with a state of zero, and costs its state and about fifty bytes. Threads may
/// share a pool: their calls take turns, and a large batch uses all processors by itself.</para>
/// <para>What comes out does not depend on who else is in a batch, nor on order or threads, to the bit; it equals that of a
/// <see cref="LiquidStream"/> to float rounding, since many are summed in another order than one. A batch allocates nothing once there has
/// been a larger one and all its streams are open.</para>
/// <para>It sees the parameters as they are when it is created; after changing them call <see cref="Refresh"/>.</para>
/// <para>A service needs no more than <c>services.AddSingleton(new StreamPool&lt;string&gt;(network, unit))</c>.</para>
/// </remarks>
/// <typeparam name="TKey">What a stream is known by, such as a device's number or name.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class StreamPool<TKey>
    where TKey : notnull
{
    readonly Lock gate = new();
    readonly Dictionary<TKey, int> slots;
    readonly PooledStates states;
    readonly PoolBatch batch;
    readonly UnitOfTime unit;
    LiquidNetwork network;
    PoolRun run;

    /// <summary>Creates a pool without streams, for readings with the time elapsed since the last one.</summary>
    /// <param name="network">What the streams run.</param>
    /// <param name="comparer">When keys are equal; null for their own equality.</param>
    /// <exception cref="ArgumentException">The network reads in both directions.</exception>
    public StreamPool(LiquidNetwork network, IEqualityComparer<TKey>? comparer = null)
        : this(network, default(UnitOfTime), comparer)
    {
    }

    /// <summary>Creates a pool without streams, for readings with time stamps.</summary>
    /// <param name="network">What the streams run.</param>
    /// <param name="unit">How long the unit of the model's time constants is; above zero.</param>
    /// <param name="comparer">When keys are equal; null for their own equality.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not above zero.</exception>
    /// <exception cref="ArgumentException">The network reads in both directions.</exception>
    public StreamPool(LiquidNetwork network, TimeSpan unit, IEqualityComparer<TKey>? comparer = null)
        : this(network, new UnitOfTime(unit), comparer)
    {
    }

    StreamPool(LiquidNetwork network, UnitOfTime unit, IEqualityComparer<TKey>? comparer)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network.CheckedForStreams(nameof(network));
        this.unit = unit;
        slots = new(comparer);
        states = new(network.Cell.StateSize, unit.IsStated);
        PoolMetrics.Watch(states);
        batch = new(network.Model, states, unit);
        run = new(network.Model, Threads);
    }

    /// <summary>How many threads work off a batch; it never changes a bit of a result.</summary>
    /// <value>Zero or more. Default: 0, one per processor.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
            run = new(network.Model, value);
        }
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
    /// <exception cref="InvalidOperationException">The pool was created for time stamps.</exception>
    public int Step(
        ReadOnlySpan<TKey> keys,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> elapsed,
        Span<float> outputs,
        Span<Refusal> refusals = default)
    {
        unit.CheckNotStated("pool");
        CheckSize(elapsed.Length, keys.Length, columns: 1, nameof(elapsed));
        CheckBatch(keys, inputs, outputs, refusals);
        lock (gate)
        {
            batch.Begin(inputs, elapsed);
            return StepBatch(keys, outputs, refusals);
        }
    }

    /// <summary>Takes a batch of readings with time stamps and gives a prediction for each.</summary>
    /// <remarks>As for a <see cref="LiquidStream"/>: before the first reading of a key no time has passed, and between two of equal time
    /// stamps none passes; one that is older than the last that was taken is refused. All else is as for elapsed times.</remarks>
    /// <param name="keys">Whom each reading is for [readings].</param>
    /// <param name="inputs">The readings, one after the other [readings x InputSize]; <c>NaN</c> where a value is missing, if the cell
    /// takes it.</param>
    /// <param name="times">When each was taken [readings].</param>
    /// <param name="outputs">Takes probabilities or values, one prediction after the other [readings x OutputSize].</param>
    /// <param name="refusals">Takes why each reading was refused [readings]; may be left out.</param>
    /// <returns>How many readings were refused.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit each other or the network, or a key is null; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public int Step(
        ReadOnlySpan<TKey> keys,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<DateTimeOffset> times,
        Span<float> outputs,
        Span<Refusal> refusals = default)
    {
        unit.CheckStated("create the pool with one");
        CheckSize(times.Length, keys.Length, columns: 1, nameof(times));
        CheckBatch(keys, inputs, outputs, refusals);
        lock (gate)
        {
            batch.Begin(inputs, times);
            return StepBatch(keys, outputs, refusals);
        }
    }

    /// <summary>Takes over the current values of the network's parameters; all states stay.</summary>
    public void Refresh()
    {
        lock (gate)
            run = new(network.Model, Threads);
    }

    /// <summary>Goes on with another network of the same equation, such as one that was trained further; all states stay.</summary>
    /// <param name="next">What takes over, with its present parameters.</param>
    /// <exception cref="ArgumentException">Sizes, the equation of its step or the kind of its outputs differ; the pool goes on as
    /// before.</exception>
    public void Use(LiquidNetwork next)
    {
        network.CheckSuccessor(next, nameof(next));
        var nextRun = new PoolRun(next.Model, Threads);
        lock (gate)
            (network, run) = (next, nextRun);
    }

    /// <summary>"StreamPool: CfC 20 -> 32 -> softmax 4, 100,000 streams".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"StreamPool: {network.Cell} -> {network.Readout}, {Counted.Of(Count, "stream")}");

    int StepBatch(ReadOnlySpan<TKey> keys, Span<float> outputs, Span<Refusal> refusals)
    {
        var isListenedTo = PoolMetrics.IsListenedTo;
        var started = isListenedTo ? Stopwatch.GetTimestamp() : 0;
        for (var reading = 0; reading < keys.Length; reading++)
        {
            if (run.Check(batch.Input(reading), batch.Elapsed(reading)) is not Refusal.None and var refusal)
                batch.Refuse(reading, refusal);
            else
                batch.Add(reading, SlotOf(keys[reading]));
        }

        batch.Arrange();
        run.Run(batch);
        if (isListenedTo)
            PoolMetrics.Record(started, batch.Refusals);
        return batch.Finish(outputs, refusals);
    }

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

    void CheckBatch(ReadOnlySpan<TKey> keys, ReadOnlySpan<float> inputs, Span<float> outputs, Span<Refusal> refusals)
    {
        CheckSize(inputs.Length, keys.Length, network.InputSize, nameof(inputs));
        CheckSize(outputs.Length, keys.Length, network.OutputSize, nameof(outputs));
        if (!refusals.IsEmpty)
            CheckSize(refusals.Length, keys.Length, columns: 1, nameof(refusals));
        foreach (var key in keys)
            ArgumentNullException.ThrowIfNull(key, nameof(keys));
    }

    void CheckSize(int length, int readings, int columns, string parameterName)
    {
        if (length != (long)readings * columns)
        {
            throw new ArgumentException(
                $"For {Counted.Of(readings, "reading")}, cell '{network.Cell.Name}' expects "
                + $"{Counted.Of((long)readings * columns, "number")} but got {length}.",
                parameterName);
        }
    }
}
