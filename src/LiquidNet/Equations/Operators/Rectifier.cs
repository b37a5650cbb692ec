using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = max(0, x)</c>.</summary>
sealed class Rectifier(Signal source) : UnaryOperator(source)
{
    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteRectifier(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddRectifierGradient(x, dy, dx);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
