namespace LiquidNet.Training;

/// <summary>Mean absolute error, for values: <c>|output - target|</c>, averaged over all outputs with a target and their
/// elements.</summary>
/// <remarks>It predicts medians, which outliers hardly change.</remarks>
public sealed class MeanAbsoluteError : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override (float Loss, float Slope) Compare(float logit, float target, int output)
    {
        var error = logit - target;
        return (MathF.Abs(error), error > 0 ? 1 : error < 0 ? -1 : 0);
    }
}
