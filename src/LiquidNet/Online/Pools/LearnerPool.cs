using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;

namespace LiquidNet.Online;

/// <summary>Many streams of one network, each identified by a key and each with its own linear readout, which learns from the targets of
/// its key. All share one cell, which does not change.</summary>
/// <remarks>
/// <para>Each key learns as by <see cref="RecursiveLeastSquares"/>: exact least squares over its own targets, starting from the readout of
/// the network. The network itself is never changed; the pool uses its parameter values at the time of creation.</para>
/// <para>The first reading for a key creates its learner. It takes <see cref="BytesPerLearner"/> plus about 200 bytes of memory, mostly for
/// the covariance: the square of the cell's outputs plus one, in double precision, or 8.7 kB for 32 outputs.</para>
/// <para>Threads may share a pool: their calls take turns, and a single large batch uses all processors. Predictions for a key do not
/// depend, to the bit, on other keys or on whether readings come one by one or in batches. Memory is allocated only for a new key or a
/// larger batch.</para>
/// </remarks>
/// <example>
/// <code>
/// var pool = new LearnerPool&lt;string&gt;(network) { Forgetting = 0.999 };
/// pool.Observe(device, reading, elapsed, forecast);
/// pool.Correct(device, target);                           // when it is known, or never
/// </code>
/// </example>
/// <typeparam name="TKey">The type of the keys, such as the number or name of a device.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class LearnerPool<TKey>
    where TKey : notnull
{
    const string Remedy = "create the pool with one";

    readonly Lock gate = new();
    readonly LiquidNetwork network;
    readonly PooledReadout readout;
    readonly LearnerBatch batch;
    UnitOfTime unit;
    Dictionary<TKey, PooledLearner> learners;

    /// <summary>Creates an empty pool, for readings with the time elapsed since the last one; or, if the network has a
    /// <see cref="LiquidNetwork.TimeUnit"/>, with time stamps: the first reading decides for all.</summary>
    /// <param name="network">The cell that all learners share, and the readout that each starts with: <c>x W + b</c>, as in
    /// <see cref="LinearReadout"/>.</param>
    /// <param name="comparer">Decides which keys are equal; null for the default of their type.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or its logits are not a product with one matrix and a
    /// bias, both trainable and free of constraints.</exception>
    public LearnerPool(LiquidNetwork network, IEqualityComparer<TKey>? comparer = null)
        : this(network, UnitOfTime.OfferedBy(network ?? throw new ArgumentNullException(nameof(network))), comparer)
    {
    }

    /// <summary>Creates an empty pool, for readings with time stamps.</summary>
    /// <param name="network">The cell that all learners share, and the readout that each starts with: <c>x W + b</c>, as in
    /// <see cref="LinearReadout"/>.</param>
    /// <param name="unit">The length of the unit of the model's time constants, such as <c>TimeSpan.FromHours(1)</c>; above zero.</param>
    /// <param name="comparer">Decides which keys are equal; null for the default of their type.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not above zero.</exception>
    /// <exception cref="ArgumentException">The network reads in both directions, or its logits are not a product with one matrix and a
    /// bias, both trainable and free of constraints.</exception>
    public LearnerPool(LiquidNetwork network, TimeSpan unit, IEqualityComparer<TKey>? comparer = null)
        : this(network, UnitOfTime.Stated(unit, network ?? throw new ArgumentNullException(nameof(network))), comparer)
    {
    }

    LearnerPool(LiquidNetwork network, UnitOfTime unit, IEqualityComparer<TKey>? comparer)
    {
        (this.network, this.unit) = (network, unit);
        readout = new PooledReadout(network, unit);
        batch = new LearnerBatch(network, readout, Threads);
        learners = new(comparer);
    }

    /// <summary>The factor by which the weight of a target shrinks with each later one of the same key.</summary>
    /// <value>At least 1e-6, at most 1. Default: 1, all targets count equally.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Forgetting
    {
        get;
        init => field = Require.Between(
            value, LeastSquaresFilter.LeastForgetting, 1, "Forgetting", "it is a share of the past", nameof(Forgetting));
    } = 1;

    /// <summary>The initial covariance: the larger, the less the initial weights are trusted.</summary>
    /// <value>Above zero and finite. Default: 1000; its inverse is the ridge penalty of the least squares.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public double InitialCovariance
    {
        get;
        init => field = Require.Positive(value, "The initial covariance");
    } = 1000;

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
            batch = new LearnerBatch(network, readout, value);
        }
    }

    /// <summary>The memory of one learner in bytes, without its key.</summary>
    public long BytesPerLearner => readout.BytesPerLearner;

    /// <summary>How many learners there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return learners.Count;
        }
    }

    /// <summary>Takes a reading of a key and writes the prediction.</summary>
    /// <param name="key">The key.</param>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> for a missing value, if the cell handles it.</param>
    /// <param name="elapsed">Time since the last reading of this key, in the unit of the model's time constants; zero or more.</param>
    /// <param name="prediction">Receives the prediction [OutputSize].</param>
    /// <exception cref="ArgumentException">A size does not fit, or the cell does not accept a value; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative, not finite, or too long for the solver of the cell;
    /// nothing has changed.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">The pool was created for time stamps.</exception>
    public void Observe(TKey key, ReadOnlySpan<float> input, float elapsed, Span<float> prediction)
    {
        CheckReading(key, prediction);
        lock (gate)
        {
            var plain = unit.ForElapsed("pool");
            readout.Check(input, elapsed);
            Observe(key, learners.GetValueOrDefault(key), input, elapsed, prediction).Time = null;
            unit = plain;
        }
    }

    /// <summary>Takes a reading of a key with a time stamp and writes the prediction.</summary>
    /// <remarks>As in a <see cref="LiquidStream"/>, the elapsed time is zero for the first reading of a key and between equal time
    /// stamps.</remarks>
    /// <param name="key">The key.</param>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> for a missing value, if the cell handles it.</param>
    /// <param name="time">The time stamp, at or after that of the last reading of this key: <see cref="TimeOf"/>.</param>
    /// <param name="prediction">Receives the prediction [OutputSize].</param>
    /// <exception cref="ArgumentException">A size does not fit, or the cell does not accept a value; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reading is older than the last one of this key, or so much time has passed that
    /// the solver of the cell would be unstable; nothing has changed.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public void Observe(TKey key, ReadOnlySpan<float> input, DateTimeOffset time, Span<float> prediction)
    {
        CheckReading(key, prediction);
        lock (gate)
        {
            var stated = unit.ForTimes(Remedy);
            var learner = learners.GetValueOrDefault(key);
            if (time < learner?.Time)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(time), time, $"The reading is late: the last one of '{key}' was taken at {learner.Time:O}.");
            }

            var elapsed = stated.Between(learner?.Time, time);
            readout.Check(input, elapsed);
            Observe(key, learner, input, elapsed, prediction).Time = time.ToUniversalTime();
            unit = stated;
        }
    }

    /// <summary>Learns from the target values of the last reading of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="target">The target values [OutputSize], <c>NaN</c> where a value is not known. Unless all are known, nothing is
    /// learned; if none is known, the target may still follow.</param>
    /// <returns>The mean squared error of the prediction, in the unit of the logits; <c>NaN</c> if no value is known.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong, or a value is infinite; nothing has changed.</exception>
    /// <exception cref="KeyNotFoundException">There is no learner with this key.</exception>
    /// <exception cref="InvalidOperationException">The last reading already had its target.</exception>
    public double Correct(TKey key, ReadOnlySpan<float> target)
    {
        lock (gate)
            return readout.Correct(Known(key), Forgetting, InitialCovariance, target);
    }

    /// <summary>The pool in words, such as "LearnerPool: CfC 20 -> 32 -> linear 4, 1,000 learners".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LearnerPool: {network.Cell} -> {network.Readout}, {Counted.Of(Count, "learner")}");

    PooledLearner Known(TKey key) => learners.TryGetValue(key, out var learner)
        ? learner
        : throw new KeyNotFoundException($"There is no learner of '{key}': its first reading opens one, and Remove closes it.");

    PooledLearner Observe(TKey key, PooledLearner? known, ReadOnlySpan<float> input, float elapsed, Span<float> prediction)
    {
        var learner = known ?? readout.Create(Forgetting, InitialCovariance);
        readout.Observe(learner, input, elapsed, prediction);
        if (known is null)
            learners.Add(key, learner);
        return learner;
    }

    void CheckReading(TKey key, Span<float> prediction)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (prediction.Length != network.OutputSize)
        {
            throw new ArgumentException(
                $"The network gives {Counted.Of(network.OutputSize, "value")} but there is room for {prediction.Length}.",
                nameof(prediction));
        }
    }
}
