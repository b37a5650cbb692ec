using LiquidNet.Cells;
using LiquidNet.Cells.Blocks;
using LiquidNet.Data;
using LiquidNet.Equations;

namespace LiquidNet;

/// <summary>A readout of changes: each value is the last known one of a feature and what another readout adds to it.</summary>
/// <remarks>
/// <code>
/// logits = readout(x) + targets(deviation v + mean)
/// </code>
/// <para>with the output <c>[x, v]</c> of a <see cref="LastValueCell"/>, the feature's mean and deviation where the network is
/// standardised, and the readout's own equation of targets, which knows their unit.</para>
/// </remarks>
sealed class ResidualReadout : Readout
{
    readonly Readout readout;
    readonly int[] kept;
    readonly StandardScale? scale;

    /// <param name="readout">What reads the change of each value.</param>
    /// <param name="features">The feature that the outputs of each target value go on from [targets].</param>
    public ResidualReadout(Readout readout, IReadOnlyList<int> features)
        : this(readout, features, scale: null)
    {
    }

    ResidualReadout(Readout readout, IReadOnlyList<int> features, Standardization? scale)
        : base(readout.InputSize + features.Distinct().Count(), readout.OutputSize)
    {
        (this.readout, ForecastFeatures, kept) = (readout, features, [.. features.Distinct()]);
        if (scale is { Mean: var mean, StandardDeviation: var deviation })
            this.scale = new("last", [.. kept.Select(it => mean[it])], [.. kept.Select(it => deviation[it])], kept.Length);
    }

    public override OutputKind OutputKind => readout.OutputKind;

    internal override IReadOnlyList<int> ForecastFeatures { get; }

    internal override IReadOnlyList<float> Quantiles => readout.Quantiles;

    /// <summary>The same readout behind a cell that sees standardised features.</summary>
    /// <param name="features">Mean and deviation of each feature.</param>
    /// <param name="targets">Mean and deviation of each target value; null leaves them as they are.</param>
    public ResidualReadout Standardized(Standardization features, Standardization? targets) => new(
        targets is null ? readout : readout.Standardized(targets.Mean, targets.StandardDeviation), ForecastFeatures, features);

    public override Signal Logits(Signal output)
    {
        var values = SignalFunctions.Slice(output, readout.InputSize, kept.Length);
        var last = Gather.Rows(
            scale?.InUnits(values) ?? values, [.. ForecastFeatures.Select(feature => Array.IndexOf(kept, feature))]);
        return readout.Logits(SignalFunctions.Slice(output, 0, readout.InputSize)) + readout.Targets(last);
    }

    public override Signal Predictions(Signal logits) => readout.Predictions(logits);

    public override Signal Targets(Signal targets) => readout.Targets(targets);

    public override string ToString() => $"{readout}, from last values";
}
