using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = factor x</c>.</summary>
sealed class Scale(Signal source, float factor) : UnaryOperator(source)
{
    public float Factor => factor;

    public override object? Attributes => factor;

    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Broadcasts.WriteAffineOf(x, factor, 0, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Broadcasts.AddScaled(dy, factor, 1, dy.Length, perSample: false, dx);

    public override int Binding => 2;

    public override string Format(IReadOnlyList<string> operands) =>
        FormattableString.Invariant($"{factor} * {operands[0]}");

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
