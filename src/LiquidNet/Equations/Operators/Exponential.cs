using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = e^x</c>.</summary>
sealed class Exponential(Signal source) : UnaryOperator(source)
{
    public override bool MayReplaceSource => true;

    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteExponential(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddExponentialGradient(y, dy, dx);

    protected override void ScaleBySlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        Activations.ScaleByExponentialSlope(y, adjoint);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
