namespace LiquidNet.Training;

/// <summary>
/// Binary cross-entropy, for independent probabilities: <c>-t log p - (1 - t) log(1 - p)</c> with <c>p = sigmoid(logit)</c>, averaged over
/// all outputs with a target and their elements.
/// </summary>
/// <remarks>
/// Targets are 0, 1 or a probability in between; others are refused, and the network must not standardise them. Computed from the logit, so
/// that no probability rounds to 0 or 1. The outputs of the readout are <see cref="OutputKind.Probabilities"/>, or values that are taken as
/// logits.
/// </remarks>
public sealed class BinaryCrossEntropy : ElementwiseLoss
{
    /// <summary>Targets from 0 to 1.</summary>
    protected internal override (float Least, float Greatest) TargetRange => (0, 1);

    /// <inheritdoc/>
    protected override (float Loss, float Slope) Compare(float logit, float target, int output)
    {
        var small = MathF.Exp(-MathF.Abs(logit));
        var probability = (logit >= 0 ? 1 : small) / (1 + small);
        return (MathF.Max(logit, 0) - logit * target + MathF.Log(1 + small), probability - target);
    }

    /// <inheritdoc/>
    protected internal override void CheckFits(Readout readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.OutputKind == OutputKind.Classes)
            throw Unfit(readout);
    }
}
