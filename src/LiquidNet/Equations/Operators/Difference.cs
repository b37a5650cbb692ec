using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = a - b</c>.</summary>
sealed class Difference(Signal left, Signal right) : ElementwiseOperator(left, right)
{
    public override void Forward(Frame frame) =>
        Broadcasts.WriteDifference(
            frame.Value(Left), FormOf(Left), frame.Value(Right), FormOf(Right), Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame)
    {
        var dy = frame.Adjoint(this);
        if (frame.Wants(Left))
            Broadcasts.AddScaled(dy, 1, Rows, frame.Lanes, IsSummed(Left), frame.Adjoint(Left));
        if (frame.Wants(Right))
            Broadcasts.AddScaled(dy, -1, Rows, frame.Lanes, IsSummed(Right), frame.Adjoint(Right));
    }

    public override int Binding => 1;

    public override string Format(IReadOnlyList<string> operands) => $"{operands[0]} - {operands[1]}";

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
