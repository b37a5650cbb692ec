using System.Globalization;

namespace LiquidNet.Equations.Operators;

/// <summary>A number that stands in the equation itself.</summary>
sealed class Constant(float number) : Operator(1)
{
    public float Number => number;

    public override object? Attributes => number;

    public override void Forward(Frame frame) => frame.Value(this).Fill(number);

    public override void Reverse(Frame frame)
    {
    }

    public override string Format(IReadOnlyList<string> operands) => number.ToString(CultureInfo.InvariantCulture);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
