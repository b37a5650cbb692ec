using System.Runtime.InteropServices;
using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>How samples are cut into shards: it depends on the samples alone, never on the machine, and so do results.</summary>
/// <remarks>
/// The longest samples come first, so that those of about equal length run side by side, and a single long one runs alone. Samples of one
/// length stay in their order. A plan that is used again allocates nothing.
/// </remarks>
sealed class BatchPlan
{
    /// <summary>
    /// What a step costs with half and with all lanes, in steps of a single sample: from 2 and 3 for the smallest cells to 7 and 15 for
    /// those whose single steps use vectors as fully.
    /// </summary>
    const double HalfCost = 4, FullCost = 7;

    readonly List<(int First, int Lanes)> shards = [];
    readonly List<int> all = [];
    int[] samples = [];
    long[] order = [];
    int[] choices = [];
    double[] costs = [];
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

    /// <summary>Takes all samples of a set.</summary>
    public void Take(SequenceSet set)
    {
        for (var index = all.Count; index < set.Count; index++)
            all.Add(index);
        Take(set, CollectionsMarshal.AsSpan(all)[..set.Count]);
    }

    /// <summary>Takes some samples of a set.</summary>
    public void Take(SequenceSet set, ReadOnlySpan<int> batch)
    {
        Reserve(batch.Length);
        LengthOrder.Write(set, batch, order.AsSpan(0, count), samples.AsSpan(0, count));
        var most = LaneCount.For(count);
        if (LengthAt(0) == LengthAt(count - 1))
            Array.Fill(choices, most, 0, count);
        else
            ChooseLanes(most);
        shards.Clear();
        for (var first = 0; first < count; first += choices[first])
            shards.Add((first, choices[first]));
    }

    /// <summary>For each sample, how many lanes a shard that begins with it has, if all that follow are to be computed at the least
    /// cost.</summary>
    void ChooseLanes(int most)
    {
        costs[count] = 0;
        for (var first = count - 1; first >= 0; first--)
        {
            costs[first] = double.PositiveInfinity;
            foreach (var (lanes, cost) in (ReadOnlySpan<(int, double)>)[(1, 1), (LaneCount.Half, HalfCost), (LaneCount.Full, FullCost)])
            {
                var whole = cost * LengthAt(first) + costs[Math.Min(first + lanes, count)];
                if (lanes <= most && whole < costs[first])
                    (choices[first], costs[first]) = (lanes, whole);
            }
        }
    }

    long LengthAt(int place) => LengthOrder.LengthOf(order[place]);

    void Reserve(int length)
    {
        count = length;
        if (samples.Length >= length)
            return;
        samples = new int[length];
        order = new long[length];
        choices = new int[length];
        costs = new double[length + 1];
    }
}
