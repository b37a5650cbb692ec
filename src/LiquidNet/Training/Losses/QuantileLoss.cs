namespace LiquidNet.Training;

/// <summary>
/// Quantile (pinball) loss, for prediction intervals: outputs become the values below which targets lie with a given probability; averaged
/// over all outputs with a target and their elements.
/// </summary>
/// <remarks>
/// For an output <c>y</c> and a target <c>t</c>: <c>q (t - y)</c> if <c>y &lt; t</c>, else <c>(1 - q) (y - t)</c>. Koenker and Bassett,
/// "Regression Quantiles", Econometrica 1978.
/// </remarks>
public sealed class QuantileLoss : ElementwiseLoss
{
    /// <summary>Creates the loss of one quantile.</summary>
    /// <param name="quantile">The probability that a target lies below the output; between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is not between 0 and 1.</exception>
    public QuantileLoss(float quantile)
    {
        if (!(quantile > 0 && quantile < 1))
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile must be between 0 and 1.");
        Quantile = quantile;
    }

    /// <summary>The probability that a target lies below the output.</summary>
    public float Quantile { get; }

    /// <summary>Such as <c>QuantileLoss { Quantile = 0.9 }</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{nameof(QuantileLoss)} {{ Quantile = {Quantile} }}");

    /// <inheritdoc/>
    protected override (float Loss, float Slope) Compare(float logit, float target)
    {
        var error = logit - target;
        var slope = error > 0 ? 1 - Quantile : error < 0 ? -Quantile : 0;
        return (slope * error, slope);
    }
}
