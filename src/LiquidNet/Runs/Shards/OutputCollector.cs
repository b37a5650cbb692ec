using LiquidNet.Kernels;

namespace LiquidNet.Runs.Shards;

/// <summary>Puts the outputs of a shard into matrices [time x rows], column after column as MathNet stores them.</summary>
/// <remarks>Some steps are gathered first: one step alone would touch a cache line for each of its numbers.</remarks>
sealed class OutputCollector(CompiledModel model, ShardInput input) : IShardOutput
{
    const int GatheredSteps = 16;

    /// <summary>A cache line between steps: whole powers of two apart, they would evict each other.</summary>
    const int Gap = 16;

    readonly int stride = model.OutputSize * input.Lanes + Gap;
    readonly float[] gathered = new float[GatheredSteps * (model.OutputSize * input.Lanes + Gap)];
    readonly float[] tile = new float[GatheredSteps * input.Lanes];
    readonly float[][] ofLanes = new float[input.Lanes][];

    /// <summary>Takes the memory of every sequence of the set.</summary>
    public OutputCollector Begin(IReadOnlyList<float[]> memory)
    {
        for (var lane = 0; lane < input.Count; lane++)
        {
            ofLanes[lane] = memory[input.SampleOf(lane)];
            if (ofLanes[lane].Length != input.LengthOf(lane) * model.OutputSize)
            {
                throw new ArgumentException(
                    $"Sequence {input.SampleOf(lane)} had {ofLanes[lane].Length / model.OutputSize} steps and has {input.LengthOf(lane)} "
                    + "now: a set has to give the same every time that it is asked.");
            }
        }

        return this;
    }

    /// <summary>Lets go of the memory.</summary>
    public void Clear() => Array.Clear(ofLanes);

    public bool Wants(int step) => true;

    public void Write(int step, ReadOnlySpan<float> output)
    {
        var slot = step % GatheredSteps;
        output.CopyTo(gathered.AsSpan(slot * stride));
        if (!Finite.All(output))
            NotFinite.ThrowIfOutput(model, input, step, isLast: false, output);
        if (slot == GatheredSteps - 1 || step == input.Steps - 1)
            Scatter(step - slot, slot + 1);
    }

    void Scatter(int first, int count)
    {
        for (var row = 0; row < model.OutputSize; row++)
        {
            Transposition.Write(gathered.AsSpan(row * input.Lanes), stride, count, input.Lanes, tile, GatheredSteps);
            for (var lane = 0; lane < input.Count; lane++)
            {
                var from = tile.AsSpan(lane * GatheredSteps, GatheredSteps);
                var to = ofLanes[lane].AsSpan(row * input.LengthOf(lane), input.LengthOf(lane));
                var known = Math.Min(count, input.LengthOf(lane) - first);

                // A copy of known length is two instructions, any other a call.
                if (known == GatheredSteps)
                    from.CopyTo(to.Slice(first, GatheredSteps));
                else if (known > 0)
                    from[..known].CopyTo(to[first..]);
            }
        }
    }
}
