using System.Diagnostics;
using System.Globalization;
using LiquidNet.Checks;

namespace LiquidNet.Online;

/// <summary>Many streams of one network, each known by a key, each with a linear readout of its own that learns from its targets; the cell
/// is shared and stays as it is.</summary>
/// <remarks>
/// <para>Each key learns as <see cref="RecursiveLeastSquares"/> does: exact least squares over its own targets, from the network's readout
/// on. The network itself never moves, and is seen as it is when the pool is created.</para>
/// <para>A learner is opened by the first reading for its key. It costs <see cref="BytesPerLearner"/> and about eighty bytes: mostly the
/// covariance, the square of the cell's output and a bias in double precision, 8.7 kB for 32 outputs of a cell.</para>
/// <para>Threads may share a pool: their calls take turns. What comes out for a key does not depend on the others, to the bit. Nothing is
/// allocated but for a new key.</para>
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
public sealed class LearnerPool<TKey>
    where TKey : notnull
{
    readonly Lock gate = new();
    readonly Dictionary<TKey, PooledLearner> learners;
    readonly LiquidNetwork network;
    readonly PooledReadout readout;

    /// <summary>Creates a pool without learners.</summary>
    /// <param name="network">The cell that all share, and the readout that each begins with: <c>x W + b</c>, as <see cref="LinearReadout"/>
    /// has it.</param>
    /// <param name="comparer">When keys are equal; null for their own equality.</param>
    /// <exception cref="ArgumentException">The network reads in both directions, or its logits are not a product with one matrix and a
    /// bias, both trainable and free of constraints.</exception>
    public LearnerPool(LiquidNetwork network, IEqualityComparer<TKey>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        readout = new PooledReadout(network);
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
    public void Observe(TKey key, ReadOnlySpan<float> input, float elapsed, Span<float> prediction)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (prediction.Length != network.OutputSize)
        {
            throw new ArgumentException(
                $"The network gives {Counted.Of(network.OutputSize, "value")} but there is room for {prediction.Length}.",
                nameof(prediction));
        }

        lock (gate)
        {
            readout.Check(input, elapsed);
            var isKnown = learners.TryGetValue(key, out var learner);
            learner ??= readout.Create(Forgetting, InitialCovariance);
            readout.Observe(learner, input, elapsed, prediction);
            if (!isKnown)
                learners.Add(key, learner);
        }
    }

    /// <summary>Learns from the target values of a key's last reading.</summary>
    /// <param name="key">Whose target it is.</param>
    /// <param name="target">What should have been predicted [OutputSize]; where a value is <c>NaN</c>, not known, nothing is
    /// learned.</param>
    /// <returns>The mean squared error of the prediction, in the unit of the logits; <c>NaN</c> where no value is known.</returns>
    /// <exception cref="ArgumentException">Another number of values, or an infinite one; nothing has changed.</exception>
    /// <exception cref="KeyNotFoundException">There is no learner of this key.</exception>
    /// <exception cref="InvalidOperationException">The last reading has had its target.</exception>
    public double Correct(TKey key, ReadOnlySpan<float> target)
    {
        lock (gate)
            return readout.Correct(learners[key], Forgetting, InitialCovariance, target);
    }

    /// <summary>Whether there is a learner of a key.</summary>
    public bool Contains(TKey key)
    {
        lock (gate)
            return learners.ContainsKey(key);
    }

    /// <summary>The keys of all learners, as they are now, in no order.</summary>
    public TKey[] GetKeys()
    {
        lock (gate)
            return [.. learners.Keys];
    }

    /// <summary>Forgets a learner; a later reading for its key opens a new one.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TKey key)
    {
        lock (gate)
            return learners.Remove(key);
    }

    /// <summary>All that a learner carries, as bytes, from which it goes on to the bit.</summary>
    /// <exception cref="KeyNotFoundException">There is no learner of this key.</exception>
    public byte[] Snapshot(TKey key)
    {
        lock (gate)
            return readout.Write(learners[key]);
    }

    /// <summary>Goes on from a snapshot, in a new learner where there is none of this key.</summary>
    /// <param name="key">Whose snapshot it is.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> gave.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, damaged, or of another equation; nothing has changed.</exception>
    public void Restore(TKey key, ReadOnlySpan<byte> snapshot)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (gate)
            learners[key] = readout.Read(snapshot);
    }

    /// <summary>"LearnerPool: CfC 20 -> 32 -> linear 4, 1,000 learners".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LearnerPool: {network.Cell} -> {network.Readout}, {Counted.Of(Count, "learner")}");
}
