using LiquidNet.Equations;

namespace LiquidNet;

/// <summary>A softmax readout, which predicts the probabilities of classes: <c>softmax(x W_out + b_out)</c>. Each row sums to
/// one.</summary>
/// <remarks>The largest logit is subtracted first, so that no exponential overflows.</remarks>
/// <param name="inputSize">Numbers in an output of the cell; at least 1.</param>
/// <param name="classes">Classes to choose from; at least 1.</param>
/// <param name="seed">Same seed, same initial weights (Glorot initialisation); the bias starts at zero.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public sealed class SoftmaxReadout(int inputSize, int classes, int seed = 0) : Readout(inputSize, classes)
{
    /// <summary>The matrix <c>W_out</c> [inputs x classes].</summary>
    public Parameter Weights { get; } = Parameter.Glorot("W_out", inputSize, classes, seed);

    /// <summary>The vector <c>b_out</c> [classes].</summary>
    public Parameter Bias { get; } = Parameter.Vector("b_out", classes);

    /// <inheritdoc/>
    public override OutputKind OutputKind => OutputKind.Classes;

    /// <inheritdoc/>
    public override Signal Logits(Signal output) => SignalFunctions.Affine(Bias, Weights, output);

    /// <inheritdoc/>
    public override Signal Predictions(Signal logits) => SignalFunctions.Softmax(logits);

    /// <summary>"softmax 10".</summary>
    public override string ToString() => $"softmax {OutputSize}";
}
