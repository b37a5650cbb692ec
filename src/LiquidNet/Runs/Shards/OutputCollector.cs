using LiquidNet.Kernels;

namespace LiquidNet.Runs.Shards;

/// <summary>Puts the outputs of a shard into matrices [time x rows], column after column as MathNet stores them.</summary>
/// <remarks>Some steps are gathered first: one step alone would touch a cache line for each of its numbers.</remarks>
sealed class OutputCollector(string name, ShardInput input, float[][] outputs, int rows, Action<Span<float>, int>? activate) : IShardOutput
{
    const int GatheredSteps = 16;

    /// <summary>A cache line between steps: whole powers of two apart, they would evict each other.</summary>
    const int Gap = 16;

    readonly int stride = rows * input.Lanes + Gap;
    readonly float[] gathered = new float[GatheredSteps * (rows * input.Lanes + Gap)];

    public bool Wants(int step) => true;

    public void Write(int step, ReadOnlySpan<float> output)
    {
        var slot = step % GatheredSteps;
        var answers = gathered.AsSpan(slot * stride, output.Length);
        output.CopyTo(answers);
        activate?.Invoke(answers, input.Lanes);
        if (slot == GatheredSteps - 1 || step == input.Steps - 1)
            Scatter(step - slot, slot + 1);
    }

    void Scatter(int first, int count)
    {
        if (!Finite.All(gathered.AsSpan(0, count * stride)))
            Check(first, count);
        for (var row = 0; row < rows; row++)
        {
            for (var lane = 0; lane < input.Count; lane++)
            {
                var length = input.LengthOf(lane);
                var known = Math.Min(count, length - first);
                if (known <= 0)
                    continue;
                var column = outputs[input.SampleOf(lane)].AsSpan(row * length + first, known);
                var at = row * input.Lanes + lane;
                for (var slot = 0; slot < column.Length; slot++, at += stride)
                    column[slot] = gathered[at];
            }
        }
    }

    /// <summary>What stands where a sample is over, or where there is none, does not matter.</summary>
    void Check(int first, int count)
    {
        for (var at = 0; at < count * stride; at++)
        {
            var (step, lane) = (first + at / stride, at % stride % input.Lanes);
            if (!float.IsFinite(gathered[at]) && lane < input.Count && step < input.LengthOf(lane))
                throw NotFinite.Answer($"Cell '{name}'", $" in step {step} of sequence {input.SampleOf(lane)}");
        }
    }
}
