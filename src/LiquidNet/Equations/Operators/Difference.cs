using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = a - b</c>.</summary>
sealed class Difference(Signal left, Signal right) : ElementwiseOperator<DifferenceOfTwo>(left, right)
{
    public override void Reverse(Frame frame)
    {
        AddScaled(frame, 1, Left);
        AddScaled(frame, -1, Right);
    }

    public override int Binding => 1;

    public override string Format(IReadOnlyList<string> operands) => $"{operands[0]} - {operands[1]}";

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
