using LiquidNet.Equations;

namespace LiquidNet;

/// <summary>Puts the outputs of a shard into matrices [time x rows], column after column as MathNet stores them.</summary>
/// <remarks>Some steps are gathered first: one step alone would touch a cache line for each of its numbers.</remarks>
internal sealed class OutputCollector(ShardInput input, float[][] outputs, int rows, Action<Span<float>, int>? activate) : IShardOutput
{
    const int GatheredSteps = 16;

    readonly float[] gathered = new float[GatheredSteps * rows * input.Lanes];

    public bool Wants(int step) => true;

    public void Write(int step, ReadOnlySpan<float> output)
    {
        var slot = step % GatheredSteps;
        var answers = gathered.AsSpan(slot * output.Length, output.Length);
        output.CopyTo(answers);
        activate?.Invoke(answers, input.Lanes);
        if (slot == GatheredSteps - 1 || step == input.Steps - 1)
            Scatter(step - slot, slot + 1);
    }

    void Scatter(int first, int count)
    {
        var stride = rows * input.Lanes;
        for (var lane = 0; lane < input.Count; lane++)
        {
            var length = input.LengthOf(lane);
            var known = Math.Min(count, length - first);
            var matrix = outputs[input.SampleOf(lane)];
            for (var row = 0; row < rows && known > 0; row++)
            {
                var column = matrix.AsSpan(row * length + first, known);
                var at = row * input.Lanes + lane;
                for (var slot = 0; slot < column.Length; slot++, at += stride)
                    column[slot] = gathered[at];
            }
        }
    }
}
