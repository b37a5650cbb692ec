namespace LiquidNet.Runs.Shards;

/// <summary>How many samples lie side by side in a shard. It depends on the batch alone, never on the machine, and so do results.</summary>
static class LaneCount
{
    /// <summary>Full shards: two vectors of eight floats.</summary>
    public const int Full = 16;

    /// <summary>Half shards, for batches that would leave a second core idle.</summary>
    public const int Half = 8;

    /// <summary>Up to so many samples are computed each on its own: together they cost no less, and apart they keep as many cores
    /// busy.</summary>
    const int Few = 4;

    /// <summary>The number of lanes for a batch.</summary>
    public static int For(int samples) => samples switch
    {
        <= Few => 1,
        <= Full => Half,
        _ => Full,
    };
}
