using LiquidNet.Equations;

namespace LiquidNet.Storage.Models;

/// <summary>A readout of a file: it is its equations, whatever class wrote it.</summary>
/// <param name="inputSize">Numbers that come in per sample.</param>
/// <param name="outputSize">Numbers that go out per sample.</param>
/// <param name="kind">What the outputs mean.</param>
/// <param name="text">The readout in words.</param>
/// <param name="logits">The equation before the activation, from the output of a cell.</param>
/// <param name="predictions">The equation of the activation, from the logits.</param>
/// <param name="compared">What losses compare logits with, from target values; null where that is the values themselves.</param>
sealed class LoadedReadout(
    int inputSize, int outputSize, OutputKind kind, string text, LoadedEquation logits, LoadedEquation predictions,
    LoadedEquation? compared)
    : Readout(inputSize, outputSize)
{
    public override OutputKind OutputKind => kind;

    /// <summary>The feature that the outputs of each target value go on from; empty where outputs do not.</summary>
    public required IReadOnlyList<int> StoredForecasts { get; init; }

    /// <summary>The quantiles of each target value that the outputs are; empty where they are none.</summary>
    public required IReadOnlyList<float> StoredQuantiles { get; init; }

    internal override IReadOnlyList<int> ForecastFeatures => StoredForecasts;

    internal override IReadOnlyList<float> Quantiles => StoredQuantiles;

    public override Signal Logits(Signal output) => logits.Of(output);

    public override Signal Predictions(Signal logits) => predictions.Of(logits);

    public override Signal Targets(Signal targets) => compared?.Of(targets) ?? targets;

    public override string ToString() => text;
}
