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
        var small = Math.Exp(-Math.Abs((double)logit));
        var (rest, share) = (LogOfOnePlus(small), small / (1 + small));
        var slope = logit >= 0 ? 1 - (double)target - share : share - target;
        return ((float)(Math.Max(logit, 0.0) - (double)logit * target + rest), (float)slope);
    }

    /// <summary><c>log(1 + x)</c>, also where the sum would round to 1.</summary>
    static double LogOfOnePlus(double x) => x < 1e-6 ? x - x * x / 2 : Math.Log(1 + x);

    /// <inheritdoc/>
    protected internal override void CheckFits(Readout readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.OutputKind == OutputKind.Classes)
            throw Unfit(readout);
    }
}
