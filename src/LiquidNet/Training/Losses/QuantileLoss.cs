namespace LiquidNet.Training;

/// <summary>
/// Quantile (pinball) loss, for prediction intervals: outputs become the values below which targets lie with given probabilities; averaged
/// over all outputs with a target and their elements.
/// </summary>
/// <remarks>
/// <para>For an output <c>y</c> of quantile <c>q</c> and a target <c>t</c>: <c>q (t - y)</c> if <c>y &lt; t</c>, else
/// <c>(1 - q) (y - t)</c>. Koenker and Bassett, "Regression Quantiles", Econometrica 1978.</para>
/// <para>Several quantiles are learned by a network that was created with them, of which this is the loss where none is
/// stated.</para>
/// </remarks>
/// <example>
/// <code>
/// var network = LiquidNetwork.Forecaster(cell, windows, quantiles: [0.1f, 0.5f, 0.9f]).Standardized(windows);
/// new Trainer(network, new() { Loss = new QuantileLoss(0.1f, 0.5f, 0.9f) }).Fit(windows);
/// </code>
/// </example>
public sealed class QuantileLoss : ElementwiseLoss
{
    /// <summary>Creates the loss of some quantiles.</summary>
    /// <param name="quantiles">For each, the probability that a target lies below the output; between 0 and 1 and in increasing order.
    /// Copied.</param>
    /// <exception cref="ArgumentException">There is no quantile, or they are not in increasing order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A quantile is not between 0 and 1.</exception>
    public QuantileLoss(params IReadOnlyList<float> quantiles) => Quantiles = Quantile.Checked(quantiles, nameof(quantiles));

    /// <summary>The probabilities that a target lies below the outputs; at least one.</summary>
    public IReadOnlyList<float> Quantiles { get; }

    /// <summary>Such as <c>QuantileLoss { Quantiles = 10 %, 50 %, 90 % }</c>.</summary>
    public override string ToString() => $"{nameof(QuantileLoss)} {{ Quantiles = {Quantile.NamesOf(Quantiles)} }}";

    /// <summary>Accepts a readout of the same quantiles, and any readout of values where there is only one.</summary>
    /// <param name="readout">The readout whose logits would be compared.</param>
    /// <exception cref="ArgumentException">The readout gives no values, or other quantiles.</exception>
    protected internal override void CheckFits(Readout readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.OutputKind != OutputKind.Values)
            throw Unfit(readout);
        if (readout.Quantiles.SequenceEqual(Quantiles) || (readout.Quantiles.Count == 0 && Quantiles.Count == 1))
            return;
        var given = readout.Quantiles.Count == 0 ? "one output for each target value" : Quantile.NamesOf(readout.Quantiles);
        throw new ArgumentException(
            $"The loss is of {Quantile.NamesOf(Quantiles)} of each target value, but readout '{readout}' gives {given}: create the network "
            + $"with the quantiles of the loss, as by {nameof(LiquidNetwork.Regressor)}(cell, outputs, quantiles: [...]).",
            nameof(readout));
    }

    /// <inheritdoc/>
    protected override (float Loss, float Slope) Compare(float logit, float target, int output)
    {
        var quantile = Quantiles[output % Quantiles.Count];
        var error = logit - target;
        var slope = error > 0 ? 1 - quantile : error < 0 ? -quantile : 0;
        return (slope * error, slope);
    }
}
