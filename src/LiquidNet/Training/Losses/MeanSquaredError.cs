using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>Mean squared error, for values: <c>(output - target)^2</c>, averaged over all outputs with a target and their
/// elements.</summary>
public sealed class MeanSquaredError : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override (float Loss, float Slope) Compare(float logit, float target, int output) =>
        ((logit - target) * (logit - target), 2 * (logit - target));

    /// <inheritdoc/>
    protected internal override double WriteGradient(LossBatch batch) => batch.HasMissingTargets
        ? base.WriteGradient(batch)
        : SquaredError.WriteGradient(batch.Logits, batch.Targets, batch.Weights, batch.Outputs, batch.Lanes, batch.Gradient);
}
