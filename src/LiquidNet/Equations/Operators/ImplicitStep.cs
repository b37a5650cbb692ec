using LiquidNet.Kernels;

namespace LiquidNet.Equations.Operators;

/// <summary><c>y = (s + h I) / (1 + h D)</c>, in one pass: the semi-implicit Euler step with decay <c>D</c> and drive <c>I</c>.</summary>
/// <remarks>State, drive and decay have all rows and change with the state; the step has as many rows, or one, and is no constant.</remarks>
sealed class ImplicitStep(Signal state, Signal drive, Signal decay, Signal step) : Operator(state.Rows, state, drive, decay, step)
{
    public Signal State => Sources[0];

    public Signal Drive => Sources[1];

    public Signal Decay => Sources[2];

    public Signal Step => Sources[3];

    bool IsPerSample => Step.Rows != Rows;

    /// <summary>Whether the operator can take these signals; others are combined by separate operators.</summary>
    public static bool Takes(Signal state, Signal drive, Signal decay, Signal step) =>
        drive.Rows == state.Rows && decay.Rows == state.Rows && (step.Rows == state.Rows || step.Rows == 1) &&
        state.Tempo == Tempo.Unfold && drive.Tempo == Tempo.Unfold && decay.Tempo == Tempo.Unfold && step.Tempo != Tempo.Constant;

    public override void Forward(Frame frame) => ImplicitSteps.Write(
        frame.Value(State), frame.Value(Drive), frame.Value(Decay), frame.Value(Step), IsPerSample, Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame) => ImplicitSteps.AddGradients(
        frame.Value(Drive), frame.Value(Decay), frame.Value(Step), IsPerSample, frame.Value(this), frame.Adjoint(this), Rows, frame.Lanes,
        frame.Adjoint(State), frame.Adjoint(Drive), frame.Adjoint(Decay), frame.Wants(Step) ? frame.Adjoint(Step) : []);

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);
}
