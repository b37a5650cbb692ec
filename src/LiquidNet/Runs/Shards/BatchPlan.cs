using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>How samples are cut into shards: it depends on the samples alone, never on the machine, and so do results.</summary>
/// <remarks>A plan that is used again allocates nothing.</remarks>
sealed class BatchPlan
{
    /// <summary>What a step costs with half and with all lanes, measured in steps of a single sample, for small cells.</summary>
    const double HalfCost = 2, FullCost = 3;

    readonly List<(int First, int Lanes)> shards = [];
    int[] samples = [];
    int count;

    /// <summary>How many shards there are.</summary>
    public int Shards => shards.Count;

    /// <summary>Samples side by side in a shard.</summary>
    public int LanesOf(int shard) => shards[shard].Lanes;

    /// <summary>Where the samples of a shard begin in the plan's order.</summary>
    public int FirstOf(int shard) => shards[shard].First;

    /// <summary>The samples of a shard.</summary>
    public ReadOnlySpan<int> SamplesOf(int shard)
    {
        var (first, lanes) = shards[shard];
        return samples.AsSpan(first, Math.Min(lanes, count - first));
    }

    /// <summary>Takes samples in the order given.</summary>
    public void TakeInOrder(ReadOnlySpan<int> batch)
    {
        Begin(batch.Length);
        batch.CopyTo(samples);
        var lanes = LaneCount.For(count);
        for (var first = 0; first < count; first += lanes)
            shards.Add((first, lanes));
    }

    /// <summary>
    /// Takes neighbouring samples of a set, the longest first, so that those of about equal length run side by side and a single long one
    /// runs alone.
    /// </summary>
    public void TakeByLength(SequenceSet set, int start, int length)
    {
        Begin(length);
        var order = new long[length];
        for (var index = 0; index < length; index++)
            order[index] = ((long)-set.LengthOf(start + index) << 32) + index;
        Array.Sort(order);
        for (var index = 0; index < length; index++)
            samples[index] = start + (int)(order[index] & uint.MaxValue);
        var lanes = LaneCount.For(length);
        var choices = order[0] >> 32 == order[^1] >> 32 ? null : CheapestLanes(order, lanes);
        for (var first = 0; first < length; first += lanes)
        {
            lanes = choices?[first] ?? lanes;
            shards.Add((first, lanes));
        }
    }

    void Begin(int length)
    {
        count = length;
        shards.Clear();
        if (samples.Length < length)
            samples = new int[length];
    }

    /// <summary>For each sample, how many lanes a shard that begins with it has, if all that follow are to be computed at the least cost.</summary>
    static int[] CheapestLanes(long[] order, int most)
    {
        var choices = new int[order.Length];
        var costs = new double[order.Length + 1];
        for (var first = order.Length - 1; first >= 0; first--)
        {
            costs[first] = double.PositiveInfinity;
            foreach (var (lanes, cost) in (ReadOnlySpan<(int, double)>)[(1, 1), (LaneCount.Half, HalfCost), (LaneCount.Full, FullCost)])
            {
                var whole = cost * -(order[first] >> 32) + costs[Math.Min(first + lanes, order.Length)];
                if (lanes <= most && whole < costs[first])
                    (choices[first], costs[first]) = (lanes, whole);
            }
        }

        return choices;
    }
}
