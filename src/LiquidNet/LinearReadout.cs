
namespace LiquidNet;

/// <summary>Reads values: <c>x W_out + b_out</c>.</summary>
public sealed class LinearReadout : Readout
{
    /// <summary>Creates a readout with Glorot's initialisation.</summary>
    /// <param name="inputSize">Numbers that come in per sample; at least 1.</param>
    /// <param name="outputs">Values to read; at least 1.</param>
    /// <param name="seed">Same seed, same initial weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LinearReadout(int inputSize, int outputs, int seed = 0)
        : base(inputSize, outputs, seed)
    {
    }

    internal override void Activate(Span<float> logits, int lanes)
    {
    }

    /// <summary>"linear 3".</summary>
    public override string ToString() => $"linear {OutputSize}";
}
