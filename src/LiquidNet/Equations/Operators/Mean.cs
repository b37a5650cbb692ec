using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = sum_r x_r / rows</c>, over the rows of every sample.</summary>
sealed class Mean(Signal source) : Operator(1, source)
{
    public Signal Source => Sources[0];

    public override void Forward(Frame frame) => RowMeans.Write(frame.Value(Source), Source.Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame)
    {
        if (frame.Wants(Source))
            RowMeans.AddGradient(frame.Adjoint(this), Source.Rows, frame.Lanes, frame.Adjoint(Source));
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
