using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = outer tanh(inner x)</c>: with 1.7159 and 0.666 LeCun's form, with 1 and 1 the plain one.</summary>
sealed class Tanh(Signal source, float inner = 1, float outer = 1) : UnaryOperator(source)
{
    public float Inner => inner;

    public float Outer => outer;

    public override object? Attributes => (inner, outer);

    public override bool MayReplaceSource => true;

    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Activations.WriteTanh(x, inner, outer, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activations.AddTanhGradient(y, dy, inner, outer, dx);

    protected override void ScaleBySlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        Activations.ScaleByTanhSlope(y, inner, outer, adjoint);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
