using LiquidNet.Equations;

namespace LiquidNet;

/// <summary>Passes the outputs of a cell on unchanged: <c>y = x</c>, without parameters.</summary>
/// <param name="size">Numbers in an output of the cell; at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
public sealed class IdentityReadout(int size) : Readout(size, size)
{
    /// <inheritdoc/>
    public override Signal Logits(Signal output) => output;

    /// <summary>"identity 3".</summary>
    public override string ToString() => $"identity {OutputSize}";
}
