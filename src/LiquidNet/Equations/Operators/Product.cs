using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = a b</c>, element by element.</summary>
sealed class Product(Signal left, Signal right) : ElementwiseOperator<ProductOfTwo>(left, right)
{
    public override bool IsCommutative => true;

    public override void Reverse(Frame frame)
    {
        var dy = frame.Adjoint(this);
        if (frame.Wants(Left))
            Broadcasts.AddProduct(dy, frame.Value(Right), FormOf(Right), Rows, frame.Lanes, IsSummed(Left), frame.Adjoint(Left));
        if (frame.Wants(Right))
            Broadcasts.AddProduct(dy, frame.Value(Left), FormOf(Left), Rows, frame.Lanes, IsSummed(Right), frame.Adjoint(Right));
    }

    public override int Binding => 2;

    public override string Format(IReadOnlyList<string> operands) => $"{operands[0]} * {operands[1]}";

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
