using LiquidNet.Checks;

namespace LiquidNet.Equations.Operators;

/// <summary>Some neighbouring rows of a signal. It is a view: placed within its source, it costs nothing.</summary>
sealed class Slice : Operator
{
    public Slice(Signal source, int start, int rows)
        : base(rows, source)
    {
        if (start < 0 || rows < 1 || rows > source.Rows - start)
        {
            throw new ArgumentException(
                $"{Counted.Of(rows, "row")} from row {start} on do not lie within a signal of {source.Rows} rows.", nameof(start));
        }

        Start = start;
    }

    public int Start { get; }

    public override object? Attributes => (Start, Rows);

    public override void Forward(Frame frame)
    {
    }

    public override void Reverse(Frame frame)
    {
    }

    public override int Binding => 4;

    public override string Format(IReadOnlyList<string> operands) => $"{operands[0]}[{Start}..{Start + Rows}]";

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
