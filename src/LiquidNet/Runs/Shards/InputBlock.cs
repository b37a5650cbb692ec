using LiquidNet.Data;
using LiquidNet.Kernels;

namespace LiquidNet.Runs.Shards;

/// <summary>The features of some steps at once, turned from the columns of samples into rows of lanes.</summary>
/// <remarks>Step by step, every number would be read by itself, from another cache line than the one before.</remarks>
/// <param name="lanes">Samples side by side.</param>
sealed class InputBlock(int lanes)
{
    const int Steps = 16;

    /// <summary>A cache line between steps: whole powers of two apart, they would evict each other.</summary>
    const int Gap = 16;

    readonly float[][] columns = new float[lanes][];
    readonly float[] tile = new float[lanes * Steps];

    float[] values = [];
    int features;
    int count;
    int first;
    bool isFinite;

    /// <summary>Takes the samples of the first lanes.</summary>
    /// <returns>Whether they lie in memory column after column; otherwise the block cannot read them.</returns>
    public bool Take(SequenceSet set, ReadOnlySpan<int> samples)
    {
        (features, count, first) = (set.Features, samples.Length, -Steps);
        for (var lane = 0; lane < count; lane++)
        {
            if (set.ColumnsOf(samples[lane]) is not { } ofSample)
                return false;
            columns[lane] = ofSample;
        }

        var length = Steps * Stride;
        if (values.Length < length)
            values = new float[length];
        return true;
    }

    /// <summary>Writes the features of a step [features x lanes]; samples that are over repeat their last ones, and lanes without a sample
    /// those of the first.</summary>
    /// <returns>Whether they are known to be finite; others may still be.</returns>
    public bool ReadStep(int step, ReadOnlySpan<int> lengths, Span<float> input)
    {
        if (step < first || step >= first + Steps)
            Read(step, lengths);
        values.AsSpan((step - first) * Stride, features * lanes).CopyTo(input);
        return isFinite;
    }

    /// <summary>Lets go of the samples.</summary>
    public void Clear() => Array.Clear(columns);

    int Stride => features * lanes + Gap;

    void Read(int step, ReadOnlySpan<int> lengths)
    {
        first = step;
        isFinite = true;
        for (var feature = 0; feature < features; feature++)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                var source = lane < count ? lane : 0;
                var column = columns[source].AsSpan(feature * lengths[source], lengths[source]);
                var known = Math.Clamp(column.Length - first, 0, Steps);
                var steps = tile.AsSpan(lane * Steps, Steps);
                if (known > 0)
                    column.Slice(first, known).CopyTo(steps);
                if (known < Steps)
                    steps[known..].Fill(column[^1]);
            }

            isFinite &= Finite.All(tile);
            Transposition.Write(tile, Steps, lanes, Steps, values.AsSpan(feature * lanes), Stride);
        }
    }
}
