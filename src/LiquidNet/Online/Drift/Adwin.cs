using LiquidNet.Checks;
using LiquidNet.Online.Files;

namespace LiquidNet.Online;

/// <summary>ADWIN, an adaptive window: keeps as many recent numbers as share one mean, and finds a change, up or down, when two parts of
/// the window differ.</summary>
/// <remarks>
/// <para>The window consists of buckets whose sizes double with age, so that memory grows with the logarithm of its length, and is tested
/// at every boundary between them. At a cut into <c>n0</c> and <c>n1</c> numbers, the older part is dropped if the means differ by more
/// than</para>
/// <code>
/// sqrt(2 / m v ln(2 / d)) + 2 / (3 m) ln(2 / d),   1 / m = 1 / n0 + 1 / n1,   d = Delta / ln(n)
/// </code>
/// <para>with the variance <c>v</c> and the length <c>n</c> of the window. Numbers should lie between 0 and 1 or close to it. Bifet and
/// Gavalda, "Learning from time-changing data with adaptive windowing", SDM 2007, with up to five buckets of each size.</para>
/// </remarks>
public sealed class Adwin : DriftMonitor
{
    const int BucketsOfSize = 5;
    const int Sizes = 40;
    const int CheckInterval = 16;
    const int LeastPart = 5;

    /// <summary>Sum and squared deviation of each bucket; those of a size begin with the oldest.</summary>
    readonly (double Sum, double Deviation)[,] buckets = new (double, double)[Sizes, BucketsOfSize + 1];
    readonly int[] counts = new int[Sizes];
    long taken;

    /// <summary>The confidence parameter of the paper: the probability of a false alarm in a single test.</summary>
    /// <value>Above 0 and below 1. Default: 0.002, as in the code of the authors.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Delta
    {
        get;
        init => field = Require.Between(value, 1e-12, 1 - 1e-12, "Delta", "it is a probability", nameof(Delta));
    } = 0.002;

    /// <summary>How many numbers the window holds.</summary>
    public long Length { get; private set; }

    /// <summary>The mean of the numbers in the window; 0 if there is none.</summary>
    public double Mean => Length == 0 ? 0 : Window().Sum / Length;

    /// <inheritdoc/>
    public override bool Add(double value)
    {
        Insert(0, (value, 0));
        Length++;
        for (var size = 0; counts[size] > BucketsOfSize && size < Sizes - 1; size++)
            MergeOldest(size);
        return ++taken % CheckInterval == 0 && Length >= 2 * LeastPart && Shrink();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(counts);
        (Length, taken) = (0, 0);
    }

    internal override void Transfer(ILearnerState state)
    {
        taken = state.Count("driftTaken", taken);
        Length = 0;
        for (var size = 0; size < Sizes; size++)
        {
            counts[size] = (int)state.Count($"driftBuckets{size}", counts[size], BucketsOfSize);
            Length += (long)counts[size] << size;
        }

        var numbers = new double[2 * buckets.Length];
        var at = 0;
        foreach (var (sum, deviation) in buckets)
            (numbers[at++], numbers[at++]) = (sum, deviation);
        state.Values("drift", numbers);
        for (at = 0; at < buckets.Length; at++)
            buckets[at / (BucketsOfSize + 1), at % (BucketsOfSize + 1)] = (numbers[2 * at], numbers[2 * at + 1]);
    }

    /// <summary>Drops oldest buckets as long as a cut shows a change.</summary>
    bool Shrink()
    {
        var hasChanged = false;
        while (HasChange())
        {
            var size = Sizes - 1;
            while (counts[size] == 0)
                size--;
            Length -= 1L << size;
            RemoveOldest(size);
            hasChanged = true;
        }

        return hasChanged;
    }

    bool HasChange()
    {
        var (sum, deviation) = Window();
        var variance = Math.Max(0, deviation) / Length;
        var (olderSum, olderCount) = (0.0, 0L);
        for (var size = Sizes - 1; size >= 0; size--)
        {
            for (var bucket = 0; bucket < counts[size]; bucket++)
            {
                olderSum += buckets[size, bucket].Sum;
                olderCount += 1L << size;
                var newerCount = Length - olderCount;
                if (olderCount < LeastPart || newerCount < LeastPart)
                    continue;
                var difference = Math.Abs(olderSum / olderCount - (sum - olderSum) / newerCount);
                if (difference > Bound(variance, 1.0 / olderCount + 1.0 / newerCount))
                    return true;
            }
        }

        return false;
    }

    double Bound(double variance, double inverse)
    {
        var logarithm = Math.Log(2 * Math.Log(Length) / Delta);
        return Math.Sqrt(2 * inverse * variance * logarithm) + 2.0 / 3 * inverse * logarithm;
    }

    /// <summary>Sum and squared deviation of the whole window.</summary>
    (double Sum, double Deviation) Window()
    {
        var (sum, deviation, count) = (0.0, 0.0, 0L);
        for (var size = 0; size < Sizes; size++)
        {
            for (var bucket = 0; bucket < counts[size]; bucket++)
            {
                (sum, deviation) = Joined((sum, deviation), count, buckets[size, bucket], 1L << size);
                count += 1L << size;
            }
        }

        return (sum, deviation);
    }

    void MergeOldest(int size)
    {
        var joined = Joined(buckets[size, 0], 1L << size, buckets[size, 1], 1L << size);
        RemoveOldest(size);
        RemoveOldest(size);
        Insert(size + 1, joined);
    }

    void Insert(int size, (double Sum, double Deviation) bucket) => buckets[size, counts[size]++] = bucket;

    void RemoveOldest(int size)
    {
        counts[size]--;
        for (var bucket = 0; bucket < counts[size]; bucket++)
            buckets[size, bucket] = buckets[size, bucket + 1];
    }

    static (double Sum, double Deviation) Joined(
        (double Sum, double Deviation) left, long leftCount, (double Sum, double Deviation) right, long rightCount)
    {
        if (leftCount == 0)
            return right;
        var difference = left.Sum / leftCount - right.Sum / rightCount;
        return (
            left.Sum + right.Sum,
            left.Deviation + right.Deviation + difference * difference * leftCount * rightCount / (leftCount + rightCount));
    }
}
