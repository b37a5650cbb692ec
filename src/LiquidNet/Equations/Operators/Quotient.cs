using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = a / b</c>, element by element.</summary>
sealed class Quotient(Signal left, Signal right) : ElementwiseOperator<QuotientOfTwo>(left, right)
{
    public override void Reverse(Frame frame)
    {
        var dy = frame.Adjoint(this);
        if (frame.Wants(Left))
            Broadcasts.AddQuotient(dy, frame.Value(Right), FormOf(Right), Rows, frame.Lanes, IsSummed(Left), frame.Adjoint(Left));
        if (frame.Wants(Right))
        {
            Broadcasts.AddDenominator(
                dy, frame.Value(this), frame.Value(Right), FormOf(Right), Rows, frame.Lanes, IsSummed(Right), frame.Adjoint(Right));
        }
    }

    public override int Binding => 2;

    public override string Format(IReadOnlyList<string> operands) => $"{operands[0]} / {operands[1]}";

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
