using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;

namespace LiquidNet.Online;

/// <summary>Many streams of one network, each known by a key, each with a linear readout of its own that learns from its targets; the cell
/// is shared and stays as it is.</summary>
/// <remarks>
/// <para>Each key learns as <see cref="RecursiveLeastSquares"/> does: exact least squares over its own targets, from the network's readout
/// on. The network itself never moves, and is seen as it is when the pool is created.</para>
/// <para>A learner is opened by the first reading for its key. It costs <see cref="BytesPerLearner"/> and about 200 bytes: mostly the
/// covariance, the square of the cell's output and a bias in double precision, 8.7 kB for 32 outputs of a cell.</para>
/// <para>Threads may share a pool: their calls take turns, and a large batch uses all processors by itself. What comes out for a key does
/// not depend on the others, nor on whether readings come one by one or in a batch, to the bit. Nothing is allocated but for a new key or
/// a larger batch.</para>
/// </remarks>
/// <example>
/// <code>
/// var pool = new LearnerPool&lt;string&gt;(network) { Forgetting = 0.999 };
/// pool.Observe(device, reading, elapsed, forecast);
/// pool.Correct(device, target);                           // when it is known, or never
/// </code>
/// </example>
/// <typeparam name="TKey">What a learner is known by, such as a device's number or name.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class LearnerPool<TKey>
    where TKey : notnull
{
    readonly Lock gate = new();
    readonly Dictionary<TKey, PooledLearner> learners;
    readonly LiquidNetwork network;
    readonly PooledReadout readout;
    readonly LearnerBatch batch;
    readonly UnitOfTime unit;

    /// <summary>Creates a pool without learners, for readings with the time elapsed since the last one.</summary>
    /// <param name="network">The cell that all share, and the readout that each begins with: <c>x W + b</c>, as <see cref="LinearReadout"/>
    /// has it.</param>
    /// <param name="comparer">When keys are equal; null for their own equality.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or its logits are not a product with one matrix and a
    /// bias, both trainable and free of constraints.</exception>
    public LearnerPool(LiquidNetwork network, IEqualityComparer<TKey>? comparer = null)
        : this(network, default(UnitOfTime), comparer)
    {
    }

    /// <summary>Creates a pool without learners, for readings with time stamps.</summary>
    /// <param name="network">The cell that all share, and the readout that each begins with: <c>x W + b</c>, as <see cref="LinearReadout"/>
    /// has it.</param>
    /// <param name="unit">How long the unit of the model's time constants is; above zero.</param>
    /// <param name="comparer">When keys are equal; null for their own equality.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not above zero.</exception>
    /// <exception cref="ArgumentException">The network reads in both directions, or its logits are not a product with one matrix and a
    /// bias, both trainable and free of constraints.</exception>
    public LearnerPool(LiquidNetwork network, TimeSpan unit, IEqualityComparer<TKey>? comparer = null)
        : this(network, new UnitOfTime(unit), comparer)
    {
    }

    LearnerPool(LiquidNetwork network, UnitOfTime unit, IEqualityComparer<TKey>? comparer)
    {
        ArgumentNullException.ThrowIfNull(network);
        (this.network, this.unit) = (network, unit);
        readout = new PooledReadout(network, unit);
        batch = new LearnerBatch(network, readout, unit, Threads);
        learners = new(comparer);
    }

    /// <summary>What a target counts for each later one of the same key.</summary>
    /// <value>At least 1e-6, at most 1. Default: 1, all targets count alike.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Forgetting
    {
        get;
        init => field = Require.Between(
            value, LeastSquaresFilter.LeastForgetting, 1, "Forgetting", "it is a share of the past", nameof(Forgetting));
    } = 1;

    /// <summary>The covariance to begin with: how little the initial weights are trusted.</summary>
    /// <value>Above zero and finite. Default: 1000; its inverse is the ridge of the least squares.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public double InitialCovariance
    {
        get;
        init => field = Require.Positive(value, "The initial covariance");
    } = 1000;

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
            batch = new LearnerBatch(network, readout, unit, value);
        }
    }

    /// <summary>The memory of one learner, beside its key's.</summary>
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

    /// <summary>Takes a reading of a key and predicts.</summary>
    /// <param name="key">Whose reading it is.</param>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> where a value is missing, if the cell takes it.</param>
    /// <param name="elapsed">Time since the last reading of this key, in the unit of the model's time constants; zero or more.</param>
    /// <param name="prediction">Takes the prediction [OutputSize].</param>
    /// <exception cref="ArgumentException">A size is another one, or a value that the cell does not take; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The elapsed time is negative, not finite, or too long for the cell's solver; nothing
    /// has changed.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is what it was.</exception>
    /// <exception cref="InvalidOperationException">The pool was created for time stamps.</exception>
    public void Observe(TKey key, ReadOnlySpan<float> input, float elapsed, Span<float> prediction)
    {
        unit.CheckNotStated("pool");
        CheckReading(key, prediction);
        lock (gate)
        {
            readout.Check(input, elapsed);
            Observe(key, learners.GetValueOrDefault(key), input, elapsed, prediction);
        }
    }

    /// <summary>Takes a reading of a key with its time stamp and predicts.</summary>
    /// <remarks>As for a <see cref="LiquidStream"/>: before the first reading of a key no time has passed, and between two of equal time
    /// stamps none passes.</remarks>
    /// <param name="key">Whose reading it is.</param>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> where a value is missing, if the cell takes it.</param>
    /// <param name="time">When it was taken, at or after the last one of this key: <see cref="TimeOf"/>.</param>
    /// <param name="prediction">Takes the prediction [OutputSize].</param>
    /// <exception cref="ArgumentException">A size is another one, or a value that the cell does not take; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reading is late, or so much time has passed that the cell's solver would be
    /// unstable; nothing has changed.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is what it was.</exception>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public void Observe(TKey key, ReadOnlySpan<float> input, DateTimeOffset time, Span<float> prediction)
    {
        unit.CheckStated("create the pool with one");
        CheckReading(key, prediction);
        lock (gate)
        {
            var learner = learners.GetValueOrDefault(key);
            if (time < learner?.Time)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(time), time, $"The reading is late: the last one of '{key}' was taken at {learner.Time:O}.");
            }

            var elapsed = unit.Between(learner?.Time, time);
            readout.Check(input, elapsed);
            Observe(key, learner, input, elapsed, prediction).Time = time.ToUniversalTime();
        }
    }

    /// <summary>Learns from the target values of a key's last reading.</summary>
    /// <param name="key">Whose target it is.</param>
    /// <param name="target">What should have been predicted [OutputSize]; where a value is <c>NaN</c>, not known, nothing is learned, and
    /// where none is known the target may still come.</param>
    /// <returns>The mean squared error of the prediction, in the unit of the logits; <c>NaN</c> where no value is known.</returns>
    /// <exception cref="ArgumentException">Another number of values, or an infinite one; nothing has changed.</exception>
    /// <exception cref="KeyNotFoundException">There is no learner of this key.</exception>
    /// <exception cref="InvalidOperationException">The last reading has had its target.</exception>
    public double Correct(TKey key, ReadOnlySpan<float> target)
    {
        lock (gate)
            return readout.Correct(Known(key), Forgetting, InitialCovariance, target);
    }

    /// <summary>"LearnerPool: CfC 20 -> 32 -> linear 4, 1,000 learners".</summary>
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
