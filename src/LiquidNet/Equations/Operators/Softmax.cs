namespace LiquidNet.Equations.Operators;

/// <summary><c>y_r = e^x_r / sum_q e^x_q</c>, over the rows of every sample.</summary>
sealed class Softmax(Signal source) : Operator(source.Rows, source)
{
    public Signal Source => Sources[0];

    public override void Forward(Frame frame) =>
        Kernels.Softmax.WriteProbabilities(frame.Value(Source), Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame)
    {
        if (frame.Wants(Source))
            Kernels.Softmax.AddGradient(frame.Value(this), frame.Adjoint(this), Rows, frame.Lanes, frame.Adjoint(Source));
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
