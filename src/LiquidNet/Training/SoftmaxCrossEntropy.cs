using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>For classes: <c>-log softmax(logits)[label]</c>, averaged over all judged outputs.</summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    internal override bool ComparesClasses => true;

    internal override double WriteGradient(ReadOnlySpan<float> output, LaneTargets truth, Span<float> gradient) =>
        Softmax.WriteCrossEntropyGradient(output, truth.Labels, truth.Weights, truth.Outputs, truth.Lanes, gradient);
}
