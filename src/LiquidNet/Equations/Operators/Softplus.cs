using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = log(1 + e^x)</c>.</summary>
sealed class Softplus(Signal source) : UnaryOperator(source)
{
    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteSoftplus(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddSoftplusGradient(x, dy, dx);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
