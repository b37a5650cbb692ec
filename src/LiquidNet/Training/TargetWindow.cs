using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>The target values of a few neighbouring steps of a shard, read together.</summary>
/// <remarks>
/// A sequence keeps each output's values over time side by side. Read step by step, every value would come from a cache line of its own,
/// which is gone before its neighbour is asked for.
/// </remarks>
sealed class TargetWindow(ShardInput input, int outputs)
{
    const int Steps = 4;

    readonly float[] target = new float[outputs];
    readonly float[] values = new float[Steps * outputs * input.Lanes];
    int first = -1;

    /// <summary>To be called when the input has taken other samples.</summary>
    public void Forget() => first = -1;

    /// <summary>The values of one step [outputs x lanes]; a sample that is over shows its last ones.</summary>
    public ReadOnlySpan<float> At(int step)
    {
        var start = step / Steps * Steps;
        if (start != first)
            Read(first = start);
        return values.AsSpan((step - start) * outputs * input.Lanes, outputs * input.Lanes);
    }

    void Read(int start)
    {
        var end = Math.Min(start + Steps, input.Steps);
        for (var lane = 0; lane < input.Count; lane++)
        {
            for (var step = start; step < end; step++)
            {
                TargetReader.ReadTargets(input.Set, input.SampleOf(lane), Math.Min(step, input.LengthOf(lane) - 1), target);
                var at = (step - start) * outputs * input.Lanes + lane;
                for (var row = 0; row < target.Length; row++, at += input.Lanes)
                    values[at] = target[row];
            }
        }
    }
}
