using LiquidNet.Cells.Blocks;
using LiquidNet.Equations;

namespace LiquidNet;

/// <summary>A readout of quantiles: for each target value, numbers below which it lies with given probabilities.</summary>
/// <remarks>
/// <para>The readout inside gives all quantiles of the first target value, then all of the second, and so on; its own
/// <see cref="Readout.Targets"/> sees each target value as often as there are quantiles. A <see cref="Training.QuantileLoss"/> teaches each
/// output its quantile.</para>
/// <para>Where there is little to learn from, quantiles may cross. Losses see them as they are; predictions are sorted, so that those of a
/// target never decrease, which makes their losses together no larger: Chernozhukov, Fernandez-Val and Galichon, "Quantile and Probability
/// Curves Without Crossing", Econometrica 2010. Sorting is part of the equation, and so of streams, files, ONNX and C.</para>
/// </remarks>
public sealed class QuantileReadout : Readout
{
    readonly Readout readout;

    /// <summary>Creates a readout around another.</summary>
    /// <param name="readout">The readout of values, as many for each target value as there are quantiles.</param>
    /// <param name="quantiles">The probability of each quantile, between 0 and 1 and in increasing order; copied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The readout does not give values, or has quantiles already; its outputs are no multiple of the
    /// quantiles; or the list is empty, or not as described.</exception>
    public QuantileReadout(Readout readout, IReadOnlyList<float> quantiles)
        : base((readout ?? throw new ArgumentNullException(nameof(readout))).InputSize, readout.OutputSize)
    {
        Quantiles = Quantile.Checked(quantiles, nameof(quantiles));
        if (readout.OutputKind != OutputKind.Values || readout.Quantiles.Count > 0)
        {
            throw new ArgumentException(
                $"Quantiles are read by a readout of values, but '{readout}' gives "
                + $"{(readout.Quantiles.Count > 0 ? "quantiles already" : readout.OutputKind)}.",
                nameof(readout));
        }

        if (readout.OutputSize % Quantiles.Count != 0)
        {
            throw new ArgumentException(
                $"Each target value has {Quantiles.Count} quantiles, so that a multiple of as many outputs is expected, but "
                + $"'{readout}' has {readout.OutputSize}.",
                nameof(readout));
        }

        this.readout = readout;
    }

    internal override IReadOnlyList<float> Quantiles { get; }

    /// <summary>A linear readout of values or, where quantiles are given, of those of each value.</summary>
    /// <exception cref="ArgumentException">The quantiles are not as they have to be.</exception>
    internal static Readout Linear(int inputSize, int targets, IReadOnlyList<float>? quantiles, int seed) => quantiles is null
        ? new LinearReadout(inputSize, targets, seed)
        : new QuantileReadout(new LinearReadout(inputSize, checked(targets * Math.Max(1, quantiles.Count)), seed), quantiles);

    /// <inheritdoc/>
    public override Signal Logits(Signal output) => readout.Logits(output);

    /// <inheritdoc/>
    public override Signal Predictions(Signal logits) => Sorted(readout.Predictions(logits));

    /// <inheritdoc/>
    public override Signal Targets(Signal targets) => readout.Targets(Gather.Rows(targets, Repeated([.. Enumerable.Range(0, TargetSize)])));

    /// <summary>"linear 3, quantiles 10 %, 50 %, 90 %".</summary>
    public override string ToString() => $"{readout}, quantiles {Quantile.NamesOf(Quantiles)}";

    /// <summary>The same quantiles in the units of targets: those of one target value have its mean and deviation.</summary>
    internal override Readout Standardized(IReadOnlyList<float> mean, IReadOnlyList<float> deviation) => mean.Count == TargetSize
        ? new QuantileReadout(readout.Standardized(Repeated(mean), Repeated(deviation)), Quantiles)
        : throw new ArgumentException(
            $"One mean and one deviation are expected for each of {TargetSize} target values, but there are {mean.Count}.", nameof(mean));

    T[] Repeated<T>(IReadOnlyList<T> ofTargets) => [.. ofTargets.SelectMany(value => Enumerable.Repeat(value, Quantiles.Count))];

    /// <summary>Exchanges neighbouring quantiles that cross until none do, for all targets at once.</summary>
    Signal Sorted(Signal predictions)
    {
        var (targets, count) = (TargetSize, Quantiles.Count);
        Signal[] ofQuantile = [.. Enumerable.Range(0, count).Select(quantile =>
            Gather.Rows(predictions, [.. Enumerable.Range(0, targets).Select(target => target * count + quantile)]))];
        for (var sorted = count - 1; sorted > 0; sorted--)
        {
            for (var at = 0; at < sorted; at++)
            {
                var excess = SignalFunctions.Relu(ofQuantile[at] - ofQuantile[at + 1]);
                (ofQuantile[at], ofQuantile[at + 1]) = (ofQuantile[at] - excess, ofQuantile[at + 1] + excess);
            }
        }

        return count == 1
            ? predictions
            : Gather.Rows(
                SignalFunctions.Concatenate(ofQuantile),
                [.. Enumerable.Range(0, targets * count).Select(output => output % count * targets + output / count)]);
    }
}
