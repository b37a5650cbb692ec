using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>The target values of a few neighbouring steps of a shard, read together, in the unit of the logits.</summary>
/// <remarks>
/// A sequence keeps each output's values over time side by side. Read step by step, every value would come from a cache line of its own,
/// which is gone before its neighbour is asked for.
/// </remarks>
/// <param name="input">The samples.</param>
/// <param name="targets">How many values a target has.</param>
/// <param name="outputs">How many numbers are compared with it.</param>
/// <param name="transform">What losses compare with, given target values; null where that is the values themselves.</param>
sealed class TargetWindow(ShardInput input, int targets, int outputs, StatelessRun? transform)
{
    const int Steps = 4;

    readonly float[] target = new float[targets];
    readonly float[] values = new float[Steps * outputs * input.Lanes];
    int first = -1;

    /// <summary>To be called when the input has taken other samples.</summary>
    public void Begin()
    {
        first = -1;
        transform?.Prepare();
    }

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

        for (var step = start; transform is not null && step < end; step++)
            Transform(step, values.AsSpan((step - start) * outputs * input.Lanes, outputs * input.Lanes));
    }

    void Transform(int step, Span<float> ofStep)
    {
        var given = transform!.Input;
        ofStep[..given.Length].CopyTo(given);
        var compared = transform.Run();
        for (var at = 0; at < ofStep.Length; at++)
        {
            var (row, lane) = Math.DivRem(at, input.Lanes);
            if (lane >= input.Count)
                continue;
            var value = given[row / (outputs / targets) * input.Lanes + lane];
            if (!float.IsFinite(compared[at]) && float.IsFinite(value))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Sequence {input.SampleOf(lane)}, step {Math.Min(step, input.LengthOf(lane) - 1)}: the readout makes {compared[at]} ")
                    + FormattableString.Invariant($"of target value {value}, which no loss can compare with."));
            }

            ofStep[at] = compared[at];
        }
    }
}
