using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = |x|</c>.</summary>
sealed class AbsoluteValue(Signal source) : UnaryOperator(source)
{
    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteAbsoluteValue(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddAbsoluteValueGradient(x, dy, dx);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
