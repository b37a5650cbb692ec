using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>For values: <c>(output - target)^2</c>, averaged over all judged outputs and their elements.</summary>
public sealed class MeanSquaredError : Loss
{
    internal override bool ComparesClasses => false;

    internal override double WriteGradient(ReadOnlySpan<float> output, LaneTargets truth, Span<float> gradient) =>
        SquaredError.WriteGradient(output, truth.Values.Span, truth.Weights, truth.Outputs, truth.Lanes, gradient);
}
