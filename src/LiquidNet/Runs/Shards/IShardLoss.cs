namespace LiquidNet.Runs.Shards;

/// <summary>Scores the outputs of one shard, step by step from the last to the first.</summary>
interface IShardLoss
{
    /// <summary>Whether the output after a time step is scored. A model in both directions is scored after every step, or the
    /// last.</summary>
    bool Scores(int step);

    /// <summary>Adds the loss of a time step to the sum and writes the gradient with respect to the output
    /// [OutputSize x lanes].</summary>
    void WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient);
}
