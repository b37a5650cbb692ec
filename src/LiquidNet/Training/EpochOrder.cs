using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using LiquidNet.Seeding;

namespace LiquidNet.Training;

/// <summary>In which order an epoch goes through a set.</summary>
sealed class EpochOrder(TrainerOptions options, SequenceSet set)
{
    // Enough that all sequences of a batch are of about one length, few enough that batches differ from epoch to epoch.
    const int BatchesOfAGroup = 32;

    readonly int[] order = new int[set.Count];

    /// <summary>How many sequences there are.</summary>
    public int Count => order.Length;

    /// <summary>The order of an epoch, until the next one is asked for.</summary>
    public int[] For(int epoch)
    {
        if (options.Shuffle)
        {
            SplitMix64.For(options.Seed, epoch).WritePermutation(order);
        }
        else
        {
            for (var place = 0; place < order.Length; place++)
                order[place] = place;
        }

        if (options.GroupByLength)
            GroupByLength(epoch);
        return order;
    }

    void GroupByLength(int epoch)
    {
        var size = (int)Math.Min((long)BatchesOfAGroup * options.BatchSize, order.Length);
        var (keys, sorted, batches) = (new long[size], new int[size], new int[BatchesOfAGroup]);
        for (var first = 0; first < order.Length; first += size)
        {
            var group = order.AsSpan(first, Math.Min(size, order.Length - first));
            LengthOrder.Write(set, group, keys.AsSpan(0, group.Length), sorted.AsSpan(0, group.Length));
            WriteShuffled(sorted.AsSpan(0, group.Length), batches.AsSpan(0, group.Length / options.BatchSize), group, epoch, first);
        }
    }

    /// <summary>Batches in random order: lengths that fall would teach long sequences first in every group. What fills no batch stays
    /// last.</summary>
    void WriteShuffled(ReadOnlySpan<int> sorted, Span<int> batches, Span<int> group, int epoch, int first)
    {
        SplitMix64.For(options.Seed, epoch, first).WritePermutation(batches);
        for (var place = 0; place < batches.Length; place++)
        {
            sorted.Slice(batches[place] * options.BatchSize, options.BatchSize)
                .CopyTo(group[(place * options.BatchSize)..]);
        }

        var whole = batches.Length * options.BatchSize;
        sorted[whole..].CopyTo(group[whole..]);
    }
}
