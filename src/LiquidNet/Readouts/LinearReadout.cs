using LiquidNet.Equations;

namespace LiquidNet;

/// <summary>A linear readout, which predicts values: <c>x W_out + b_out</c>.</summary>
/// <param name="inputSize">Numbers in an output of the cell; at least 1.</param>
/// <param name="outputs">Values to predict; at least 1.</param>
/// <param name="seed">Same seed, same initial weights (Glorot initialisation); the bias starts at zero.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public sealed class LinearReadout(int inputSize, int outputs, int seed = 0) : Readout(inputSize, outputs)
{
    /// <summary>The matrix <c>W_out</c> [inputs x outputs].</summary>
    public Parameter Weights { get; } = Parameter.Glorot("W_out", inputSize, outputs, seed);

    /// <summary>The vector <c>b_out</c> [outputs].</summary>
    public Parameter Bias { get; } = Parameter.Vector("b_out", outputs);

    /// <inheritdoc/>
    public override Signal Logits(Signal output) => SignalFunctions.Affine(Bias, Weights, output);

    /// <summary>"linear 3".</summary>
    public override string ToString() => $"linear {OutputSize}";
}
