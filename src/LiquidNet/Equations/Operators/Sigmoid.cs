using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = 1 / (1 + e^-x)</c>.</summary>
sealed class Sigmoid(Signal source) : UnaryOperator(source)
{
    public override bool MayReplaceSource => true;

    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteSigmoid(x, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddSigmoidGradient(y, dy, dx);

    protected override void ScaleBySlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        Activations.ScaleBySigmoidSlope(y, adjoint);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
