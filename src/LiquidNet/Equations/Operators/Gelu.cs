using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = x/2 (1 + erf(x / sqrt 2))</c>.</summary>
sealed class Gelu(Signal source) : UnaryOperator(source)
{
    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteGelu(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddGeluGradient(x, dy, dx);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
