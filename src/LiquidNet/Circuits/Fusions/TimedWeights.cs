using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;

namespace LiquidNet.Circuits.Fusions;

/// <summary>The weights of a <see cref="TimedAffine"/>, and what they are at a timespan that all samples share.</summary>
sealed class TimedWeights
{
    public TimedWeights(TimedAffine map, Frame frame)
    {
        Starts = new WeightBlock[map.Count];
        Slopes = new WeightBlock[map.Count];
        Now = new WeightBlock[map.Count];
        Gradients = new float[map.Count][];
        Bias = new float[map.Outputs];
        for (var term = 0; term < map.Count; term++)
        {
            var source = map.SourceOf(term);
            Starts[term] = WeightBlock.Of(map.WeightsOf(term), map.OffsetOf(term), source, frame);
            Slopes[term] = WeightBlock.Of(map.SlopeWeightsOf(term), map.OffsetOf(term), source, frame);
        }
    }

    /// <summary>The weights at a timespan of zero.</summary>
    public WeightBlock[] Starts { get; }

    /// <summary>By how much they grow in a unit of time.</summary>
    public WeightBlock[] Slopes { get; }

    /// <summary>The weights at <see cref="Time"/>.</summary>
    public WeightBlock[] Now { get; }

    /// <summary>The gradients of <see cref="Now"/>.</summary>
    public float[][] Gradients { get; }

    /// <summary>The addends of start and slope at <see cref="Time"/>, if the slope has one.</summary>
    public float[] Bias { get; }

    /// <summary>The timespan that all samples share; not a number before it is known.</summary>
    public float Time { get; private set; } = float.NaN;

    /// <summary>To be called when the parameters have changed.</summary>
    public void Prepare()
    {
        Time = float.NaN;
        for (var term = 0; term < Starts.Length; term++)
        {
            Starts[term].Prepare();
            Slopes[term].Prepare();
        }
    }

    /// <summary>Finds weights and bias at a timespan, unless it is the last one again.</summary>
    public void MoveTo(float time, ReadOnlySpan<float> addend, ReadOnlySpan<float> slopeAddend)
    {
        if (time == Time)
            return;
        Time = time;
        for (var term = 0; term < Now.Length; term++)
            (Now[term] ??= Starts[term].CreateSimilar()).WriteLine(Starts[term], Slopes[term], time);
        addend.CopyTo(Bias);
        Broadcasts.AddScaled(slopeAddend, time, 1, slopeAddend.Length, perSample: false, Bias);
    }

    public void ClearGradients()
    {
        for (var term = 0; term < Gradients.Length; term++)
        {
            if (Gradients[term] is { } gradient)
                Array.Clear(gradient);
            else
                Gradients[term] = new float[Starts[term].Length];
        }
    }
}
