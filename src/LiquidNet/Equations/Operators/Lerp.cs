using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = a + t (b - a)</c>, in one pass: what a gate, an Euler step and a held state have in common.</summary>
/// <remarks>Both ends have all rows; the share has as many, or one. None of them is a constant.</remarks>
sealed class Lerp(Signal from, Signal to, Signal share) : Operator(from.Rows, from, to, share)
{
    public Signal From => Sources[0];

    public Signal To => Sources[1];

    public Signal Share => Sources[2];

    bool IsPerSample => Share.Rows != Rows;

    /// <summary>Whether the operator can take these signals; others are interpolated by separate operators.</summary>
    public static bool Takes(Signal from, Signal to, Signal share) =>
        from.Rows == to.Rows && (share.Rows == from.Rows || share.Rows == 1) &&
        from.Tempo != Tempo.Constant && to.Tempo != Tempo.Constant && share.Tempo != Tempo.Constant;

    public override void Forward(Frame frame) => Lerps.Write(
        frame.Value(From), frame.Value(To), frame.Value(Share), IsPerSample, Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame)
    {
        var dy = frame.Adjoint(this);
        Lerps.AddGradients(
            dy, frame.Value(Share), IsPerSample, Rows, frame.Lanes,
            frame.Wants(From) ? frame.Adjoint(From) : [], frame.Wants(To) ? frame.Adjoint(To) : []);
        if (frame.Wants(Share))
            Lerps.AddShareGradient(frame.Value(From), frame.Value(To), dy, IsPerSample, Rows, frame.Lanes, frame.Adjoint(Share));
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
