using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;

namespace LiquidNet;

/// <summary>Many streams of one network, each identified by a key; the readings of a batch are processed side by side.</summary>
/// <remarks>
/// <para>The first reading for a key opens its stream, with a state of zero. A stream takes the memory of its state and about fifty bytes.
/// Threads may share a pool: their calls take turns, and a single large batch uses all processors.</para>
/// <para>A prediction does not depend, to the bit, on what else is in the batch, on the order of the batch or on threads. It equals that of
/// a <see cref="LiquidStream"/> up to float rounding, because a batch is summed in another order. A batch allocates nothing if all its
/// streams are open and an earlier batch was at least as large.</para>
/// <para>A pool uses the parameter values at the time it was created; call <see cref="Refresh"/> after changing them.</para>
/// <para>To use it in a service, register it: <c>services.AddSingleton(new StreamPool&lt;string&gt;(network, unit))</c>.</para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys, such as the number or name of a device.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class StreamPool<TKey>
    where TKey : notnull
{
    const string Remedy = "create the pool with one";

    readonly Lock gate = new();
    readonly PooledStates states;
    readonly PoolBatch batch;
    UnitOfTime unit;
    Dictionary<TKey, int> slots;
    LiquidNetwork network;
    PoolRun run;

    /// <summary>Creates an empty pool, for readings with the time elapsed since the last one; or, if the network has a
    /// <see cref="LiquidNetwork.TimeUnit"/>, with time stamps: the first reading decides for all.</summary>
    /// <param name="network">The network that the streams run.</param>
    /// <param name="comparer">Decides which keys are equal; null for the default of their type.</param>
    /// <exception cref="ArgumentException">The network reads in both directions.</exception>
    public StreamPool(LiquidNetwork network, IEqualityComparer<TKey>? comparer = null)
        : this(network, UnitOfTime.OfferedBy(network ?? throw new ArgumentNullException(nameof(network))), comparer)
    {
    }

    /// <summary>Creates an empty pool, for readings with time stamps.</summary>
    /// <param name="network">The network that the streams run.</param>
    /// <param name="unit">The length of the unit of the model's time constants, such as <c>TimeSpan.FromHours(1)</c>; above zero.</param>
    /// <param name="comparer">Decides which keys are equal; null for the default of their type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not above zero.</exception>
    /// <exception cref="ArgumentException">The network reads in both directions, or has another <see cref="LiquidNetwork.TimeUnit"/>.
    /// </exception>
    public StreamPool(LiquidNetwork network, TimeSpan unit, IEqualityComparer<TKey>? comparer = null)
        : this(network, UnitOfTime.Stated(unit, network ?? throw new ArgumentNullException(nameof(network))), comparer)
    {
    }

    StreamPool(LiquidNetwork network, UnitOfTime unit, IEqualityComparer<TKey>? comparer)
    {
        this.network = network.CheckedForStreams(nameof(network));
        this.unit = unit;
        slots = new(comparer);
        states = new(network.Cell.StateSize, unit.IsKnown);
        PoolMetrics.Watch(states);
        batch = new(network.Model, states);
        run = new(network.Model, Threads);
    }

    /// <summary>How many threads work on a batch. Results are the same bits for any number.</summary>
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

    /// <summary>Takes a batch of readings and writes a prediction for each.</summary>
    /// <remarks>Several readings for one key are taken in order. A refused reading leaves the state of its stream unchanged and opens no
    /// stream, its prediction is <c>NaN</c>, and all others are taken as if it were not there. Exception: a first reading that is refused
    /// because its step gave numbers that are not finite has opened its stream.</remarks>
    /// <param name="keys">The key of each reading [readings].</param>
    /// <param name="inputs">The readings, one after the other [readings x InputSize]; <c>NaN</c> for a missing value, if the cell handles
    /// it.</param>
    /// <param name="elapsed">Time since the last reading of the same key, in the unit of the model's time constants; zero or more
    /// [readings].</param>
    /// <param name="outputs">Receives probabilities or values, one prediction after the other [readings x OutputSize].</param>
    /// <param name="refusals">Receives the reason why each reading was refused [readings]; may be omitted.</param>
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
        CheckSize(elapsed.Length, keys.Length, columns: 1, nameof(elapsed));
        CheckBatch(keys, inputs, outputs, refusals);
        lock (gate)
        {
            unit = unit.ForElapsed("pool");
            batch.Begin(inputs, elapsed);
            return StepBatch(keys, outputs, refusals);
        }
    }

    /// <summary>Takes a batch of readings with time stamps and writes a prediction for each.</summary>
    /// <remarks>As in a <see cref="LiquidStream"/>, the elapsed time is zero for the first reading of a key and between equal time stamps,
    /// and a reading older than the last one of its key is refused. Otherwise as for elapsed times.</remarks>
    /// <param name="keys">The key of each reading [readings].</param>
    /// <param name="inputs">The readings, one after the other [readings x InputSize]; <c>NaN</c> for a missing value, if the cell handles
    /// it.</param>
    /// <param name="times">The time stamp of each reading [readings].</param>
    /// <param name="outputs">Receives probabilities or values, one prediction after the other [readings x OutputSize].</param>
    /// <param name="refusals">Receives the reason why each reading was refused [readings]; may be omitted.</param>
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
        CheckSize(times.Length, keys.Length, columns: 1, nameof(times));
        CheckBatch(keys, inputs, outputs, refusals);
        lock (gate)
        {
            unit = unit.ForTimes(Remedy);
            batch.Begin(inputs, times, unit);
            return StepBatch(keys, outputs, refusals);
        }
    }

    /// <summary>Switches to the present values of the network's parameters; all states are kept.</summary>
    public void Refresh()
    {
        lock (gate)
            run = new(network.Model, Threads);
    }

    /// <summary>Switches to another network of the same equation, such as one that was trained further; all states are kept.</summary>
    /// <param name="next">The network to use from now on, with its present parameter values.</param>
    /// <exception cref="ArgumentException">Its sizes, the equation of its step or the kind of its outputs differ; the pool is
    /// unchanged.</exception>
    public void SwitchTo(LiquidNetwork next)
    {
        network.CheckSuccessor(next, nameof(next));
        var nextRun = new PoolRun(next.Model, Threads);
        lock (gate)
            (network, run) = (next, nextRun);
    }

    /// <summary>The pool in words, such as "StreamPool: CfC 20 -> 32 -> softmax 4, 100,000 streams".</summary>
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
                batch.Add(reading, SlotOf(keys[reading], slots, states));
        }

        batch.Arrange();
        run.Run(batch);
        if (isListenedTo)
            PoolMetrics.Record(started, batch.Refusals);
        return batch.Finish(outputs, refusals);
    }

    /// <summary>The table of keys grows by a quarter, not to the double: it is most of what a stream costs beside its state.</summary>
    static int SlotOf(TKey key, Dictionary<TKey, int> slots, PooledStates states)
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
