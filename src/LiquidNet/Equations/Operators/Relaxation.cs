using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = 1 - e^-x</c>: the share of a way that an exponential decay covers.</summary>
sealed class Relaxation(Signal source) : UnaryOperator(source)
{
    public override bool MayReplaceSource => true;

    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteRelaxation(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddRelaxationGradient(y, dy, dx);

    protected override void ScaleBySlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        Activations.ScaleByRelaxationSlope(y, adjoint);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
