namespace LiquidNet.Runs.Shards;

/// <summary>Takes the outputs of one shard, step by step.</summary>
interface IShardOutput
{
    /// <summary>Whether the output after a time step is asked for. A model in both directions is asked after every step, or the
    /// last.</summary>
    bool Wants(int step);

    /// <summary>Takes the output after a time step [OutputSize x lanes].</summary>
    void Write(int step, ReadOnlySpan<float> output);
}
