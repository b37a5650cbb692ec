using LiquidNet.Checks;
using LiquidNet.Online.Files;

namespace LiquidNet.Online;

/// <summary>ADWIN, an adaptive window: keeps as many recent numbers as share one mean, and finds a change, up or down, when two parts of
/// the window differ.</summary>
/// <remarks>
/// <para>The window consists of buckets whose sizes double with age, so that memory grows with the logarithm of its length, and is tested
/// at every boundary between them. A cut into <c>n0</c> and <c>n1</c> numbers shows a change if their means differ by more than</para>
/// <code>
/// sqrt(2 / m v ln(2 / d)) + 2 r / (3 m) ln(2 / d),   1 / m = 1 / n0 + 1 / n1,   d = Delta / ln(n)
/// </code>
/// <para>with the variance <c>v</c>, the length <c>n</c> and the range <c>r</c> of the window: its greatest number less its least, so that
/// numbers may have any unit. What lies before the clearest cut is dropped, and one lasting change is one report. The losses of a learner
/// that follows a change rise and fall again, which are two. A single number far beyond all others widens the range, and so hides changes
/// until it has left the window: clip such numbers before.</para>
/// <para>Bifet and Gavalda, "Learning from time-changing data with adaptive windowing", SDM 2007, with up to five buckets of each size.
/// Their code, and that of river, takes numbers between 0 and 1 and <c>r</c> as 1, and drops the oldest bucket as long as any cut shows a
/// change, after which some of the old numbers remain and may be found again.</para>
/// </remarks>
public sealed class Adwin : DriftMonitor
{
    const int BucketsOfSize = 5;
    const int Sizes = 40;
    const int CheckInterval = 16;
    const int LeastPart = 5;

    /// <summary>Those of a size begin with the oldest.</summary>
    readonly Bucket[,] buckets = new Bucket[Sizes, BucketsOfSize + 1];
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
        CheckFinite(value);
        Insert(0, new(value, 0, value, value));
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

        var numbers = new double[4 * buckets.Length];
        var at = 0;
        foreach (var (sum, deviation, least, greatest) in buckets)
            (numbers[at++], numbers[at++], numbers[at++], numbers[at++]) = (sum, deviation, least, greatest);
        state.Values("drift", numbers);
        for (at = 0; at < buckets.Length; at++)
        {
            buckets[at / (BucketsOfSize + 1), at % (BucketsOfSize + 1)] =
                new(numbers[4 * at], numbers[4 * at + 1], numbers[4 * at + 2], numbers[4 * at + 3]);
        }
    }

    /// <summary>Drops what lies before a change, as long as there is one.</summary>
    bool Shrink()
    {
        var hasChanged = false;
        while (CountBeforeChange() is > 0 and var count)
        {
            Drop(count);
            hasChanged = true;
        }

        return hasChanged;
    }

    /// <summary>How many numbers lie before the clearest change; 0 where there is none.</summary>
    long CountBeforeChange()
    {
        var window = Window();
        if (window.Least == window.Greatest)
            return 0;
        var (clearest, before) = (1.0, 0L);
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
                var difference = Math.Abs(olderSum / olderCount - (window.Sum - olderSum) / newerCount);
                var clarity = difference / Bound(window, 1.0 / olderCount + 1.0 / newerCount);
                if (clarity > clearest)
                    (clearest, before) = (clarity, olderCount);
            }
        }

        return before;
    }

    double Bound(Bucket window, double inverse)
    {
        var variance = Math.Max(0, window.Deviation) / Length;
        var logarithm = Math.Log(2 * Math.Log(Length) / Delta);
        return Math.Sqrt(2 * inverse * variance * logarithm)
            + 2.0 / 3 * (window.Greatest - window.Least) * inverse * logarithm;
    }

    /// <summary>Drops the oldest buckets, which hold so many numbers together.</summary>
    void Drop(long count)
    {
        Length -= count;
        for (var size = Sizes - 1; size >= 0; size--)
        {
            for (; count > 0 && counts[size] > 0; count -= 1L << size)
                RemoveOldest(size);
        }
    }

    /// <summary>The whole window as one.</summary>
    Bucket Window()
    {
        var (window, count) = (default(Bucket), 0L);
        for (var size = 0; size < Sizes; size++)
        {
            for (var bucket = 0; bucket < counts[size]; bucket++)
            {
                window = Joined(window, count, buckets[size, bucket], 1L << size);
                count += 1L << size;
            }
        }

        return window;
    }

    void MergeOldest(int size)
    {
        var joined = Joined(buckets[size, 0], 1L << size, buckets[size, 1], 1L << size);
        RemoveOldest(size);
        RemoveOldest(size);
        Insert(size + 1, joined);
    }

    void Insert(int size, Bucket bucket) => buckets[size, counts[size]++] = bucket;

    void RemoveOldest(int size)
    {
        counts[size]--;
        for (var bucket = 0; bucket < counts[size]; bucket++)
            buckets[size, bucket] = buckets[size, bucket + 1];
    }

    static Bucket Joined(Bucket left, long leftCount, Bucket right, long rightCount)
    {
        if (leftCount == 0)
            return right;
        var difference = left.Sum / leftCount - right.Sum / rightCount;
        return new(
            left.Sum + right.Sum,
            left.Deviation + right.Deviation + difference * difference * leftCount * rightCount / (leftCount + rightCount),
            Math.Min(left.Least, right.Least),
            Math.Max(left.Greatest, right.Greatest));
    }

    /// <summary>What is kept of numbers: their sum, the sum of their squared distances from the mean, the least and the greatest.</summary>
    readonly record struct Bucket(double Sum, double Deviation, double Least, double Greatest);
}
