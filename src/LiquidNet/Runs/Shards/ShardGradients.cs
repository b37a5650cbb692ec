using LiquidNet.Equations;

namespace LiquidNet.Runs.Shards;

/// <summary>Gradients of groups of shards, kept apart until all are known: their sum does not depend on which thread works when.</summary>
sealed class ShardGradients(ParameterSet parameters)
{
    /// <summary>Enough groups for many threads, whatever the batch.</summary>
    const int MaxGroups = 64;

    readonly List<GradientSet> ofGroups = [];
    int shards;

    /// <summary>How many groups there are.</summary>
    public int Groups { get; private set; }

    /// <summary>Cuts the shards of a batch into groups; the shards of one follow each other.</summary>
    public void Begin(int shardCount)
    {
        shards = shardCount;
        Groups = Math.Min(shards, MaxGroups);
        while (ofGroups.Count < Groups)
            ofGroups.Add(new GradientSet(parameters));
    }

    /// <summary>The first shard of a group; that of the group after the last is the number of shards.</summary>
    public int FirstOf(int group) => (int)((long)group * shards / Groups);

    /// <summary>The gradients of a group, set to zero.</summary>
    public GradientSet Cleared(int group)
    {
        ofGroups[group].Clear();
        return ofGroups[group];
    }

    /// <summary>Adds the gradients of all groups, in their order.</summary>
    public void AddTo(GradientSet gradients)
    {
        for (var group = 0; group < Groups; group++)
            gradients.Add(ofGroups[group]);
    }
}
