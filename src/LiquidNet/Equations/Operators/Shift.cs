using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = x + addend</c>.</summary>
sealed class Shift(Signal source, float addend) : UnaryOperator(source)
{
    public float Addend => addend;

    public override object? Attributes => addend;

    protected override void Write(ReadOnlySpan<float> x, Span<float> y) => Broadcasts.WriteAffineOf(x, 1, addend, y);

    protected override void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Broadcasts.AddScaled(dy, 1, 1, dy.Length, perSample: false, dx);

    public override int Binding => 1;

    public override string Format(IReadOnlyList<string> operands) =>
        FormattableString.Invariant($"{operands[0]} + {addend}");

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
