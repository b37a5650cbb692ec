namespace LiquidNet.Runs.Shards;

/// <summary>How many samples lie side by side in a shard. It depends on the batch alone, never on the machine, and so do results.</summary>
static class LaneCount
{
    /// <summary>Full shards: two vectors of eight floats.</summary>
    public const int Full = 16;

    /// <summary>Half shards, for batches that would leave a second core idle.</summary>
    public const int Half = 8;

    /// <summary>The number of lanes for a batch.</summary>
    public static int For(int samples) => samples switch
    {
        1 => 1,
        <= Full => Half,
        _ => Full,
    };
}
