namespace LiquidNet.Training;

/// <summary>For values: <c>|output - target|</c>, averaged over all outputs with a target and their elements.</summary>
/// <remarks>Outputs become medians, which outliers hardly move.</remarks>
public sealed class MeanAbsoluteError : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override (float Loss, float Slope) Compare(float logit, float target)
    {
        var error = logit - target;
        return (MathF.Abs(error), error > 0 ? 1 : error < 0 ? -1 : 0);
    }
}
