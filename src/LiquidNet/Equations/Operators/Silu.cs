using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = x sigmoid(x)</c>.</summary>
sealed class Silu(Signal source) : UnaryOperator(source)
{
    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteSilu(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddSiluGradient(x, dy, dx);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
