using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;

namespace LiquidNet;

/// <summary>A readout that learns standardised values and predicts in the original units: <c>deviation y + mean</c>.</summary>
/// <remarks>
/// Losses compare the logits with <c>(target - mean) / deviation</c>, so that values of any magnitude are learned equally well. Mean and
/// standard deviation are the parameters <c>target.mean</c> and <c>target.deviation</c> [outputs]; they are not trained, and they travel
/// with the model.
/// </remarks>
public sealed class StandardizedReadout : Readout
{
    readonly Readout readout;
    readonly StandardScale scale;

    /// <summary>Creates a readout around another.</summary>
    /// <param name="readout">The readout of standardised values.</param>
    /// <param name="mean">The mean of each target value [outputs]; copied.</param>
    /// <param name="standardDeviation">The standard deviation of each target value [outputs], above zero; copied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The readout predicts classes, probabilities or quantiles, there is not one mean and one
    /// deviation per output, a mean is not finite, or a deviation is not finite or below 1.17549435e-38, the smallest normal
    /// float.</exception>
    public StandardizedReadout(Readout readout, IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
        : base((readout ?? throw new ArgumentNullException(nameof(readout))).InputSize, readout.OutputSize)
    {
        if (readout.OutputKind != OutputKind.Values)
        {
            throw new ArgumentException(
                $"Target values are standardised, but readout '{readout}' gives {readout.OutputKind}.", nameof(readout));
        }

        if (readout.Quantiles.Count > 0)
        {
            throw new ArgumentException(
                $"'{readout}' sorts quantiles in the unit of the targets: standardise the readout inside of it, or the network.",
                nameof(readout));
        }

        this.readout = readout;
        scale = new StandardScale("target", mean, standardDeviation, readout.OutputSize);
    }

    /// <inheritdoc/>
    public override Signal Logits(Signal output) => readout.Logits(output);

    /// <inheritdoc/>
    public override Signal Predictions(Signal logits) => scale.InUnits(readout.Predictions(logits));

    /// <inheritdoc/>
    public override Signal Targets(Signal targets) => readout.Targets(scale.Standardized(targets));

    /// <summary>"linear 3, standardised".</summary>
    public override string ToString() => $"{readout}, standardised";
}
