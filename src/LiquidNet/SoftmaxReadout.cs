using LiquidNet.Kernels;

namespace LiquidNet;

/// <summary>Reads probabilities of classes: <c>softmax(x W_out + b_out)</c>, each row summing to one.</summary>
/// <remarks>The softmax is stable: the largest logit is subtracted first, so no logit overflows.</remarks>
public sealed class SoftmaxReadout : Readout
{
    /// <summary>Creates a readout with Glorot's initialisation.</summary>
    /// <param name="inputSize">Numbers that come in per sample; at least 1.</param>
    /// <param name="classes">Classes to choose from; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public SoftmaxReadout(int inputSize, int classes, int seed = 0)
        : base(inputSize, classes, seed)
    {
    }

    /// <inheritdoc/>
    public override OutputKind OutputKind => OutputKind.Classes;

    internal override void Activate(Span<float> logits, int lanes) => Softmax.WriteProbabilities(logits, OutputSize, lanes, logits);

    /// <summary>"softmax 10".</summary>
    public override string ToString() => $"softmax {OutputSize}";
}
