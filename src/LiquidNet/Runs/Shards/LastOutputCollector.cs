
namespace LiquidNet.Runs.Shards;

/// <summary>Takes the outputs [rows] of a shard after the last step of each sample alone.</summary>
sealed class LastOutputCollector(CompiledModel model, ShardInput input) : IShardOutput
{
    IReadOnlyList<float[]> outputs = [];

    /// <summary>Takes the memory of every sequence of the set.</summary>
    public LastOutputCollector Begin(IReadOnlyList<float[]> memory)
    {
        outputs = memory;
        return this;
    }

    /// <summary>A sample that is over keeps its state to the last step of the shard.</summary>
    public bool Wants(int step) => step == input.Steps - 1;

    public void Write(int step, ReadOnlySpan<float> output)
    {
        NotFinite.ThrowIfOutput(model, input, step, isLast: true, output);
        for (var lane = 0; lane < input.Count; lane++)
        {
            for (var row = 0; row < model.OutputSize; row++)
                outputs[input.SampleOf(lane)][row] = output[row * input.Lanes + lane];
        }
    }
}
