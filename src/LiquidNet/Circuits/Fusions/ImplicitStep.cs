using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;

namespace LiquidNet.Circuits.Fusions;

/// <summary><c>y = (s + h I) / (1 + h D)</c>, in one pass: the semi-implicit Euler step with decay <c>D</c> and drive <c>I</c>.</summary>
/// <remarks>
/// <para>State, drive and decay have all rows and change with the state; the step has as many rows, or one, and is no constant.</para>
/// <para>With a capacitance, <c>(C s + t I) / (C + t D)</c>, the step is <c>h = t / C</c> where C is known to be positive. Where it may be
/// zero, that step would be infinite and have no gradient; both are then divided by their sum, which leaves at most 1 of each:
/// <c>p = C / (C + t)</c>, <c>q = t / (C + t)</c>, <c>y = (p s + q I) / (p + q D)</c>. Either form keeps the state, to the bit, where
/// no time passes, and stays finite for any timespan.</para>
/// </remarks>
sealed class ImplicitStep(Signal state, Signal drive, Signal decay, Signal step) : FusedOperator(state.Rows, state, drive, decay, step)
{
    Signal State => Sources[0];

    Signal Drive => Sources[1];

    Signal Decay => Sources[2];

    Signal Step => Sources[3];

    bool IsPerSample => Step.Rows != Rows;

    /// <summary>Matches <c>(s + h I) / (1 + h D)</c>, and <c>(C s + t I) / (C + t D)</c>.</summary>
    public static Signal? Match(Operator operation, Readers readers)
    {
        if (operation is not Quotient { Left: var numerator, Right: var denominator })
            return null;
        foreach (var (capacitance, braked) in AddendsOf(denominator))
        {
            foreach (var step in FactorsOf(braked))
            {
                foreach (var (inert, driven) in numerator.OperandsOf<Sum>())
                {
                    if ((capacitance is null ? inert : inert.Beside(capacitance)) is { } state && driven.Beside(step) is { } drive
                        && Build(state, drive, braked.Beside(step)!, step, capacitance) is { } found)
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    public override void Forward(Frame frame) => ImplicitSteps.Write(
        frame.Value(State), frame.Value(Drive), frame.Value(Decay), frame.Value(Step), IsPerSample, Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame) => ImplicitSteps.AddGradients(
        frame.Value(Drive), frame.Value(Decay), frame.Value(Step), IsPerSample, frame.Value(this), frame.Adjoint(this), Rows, frame.Lanes,
        frame.Adjoint(State), frame.Adjoint(Drive), frame.Adjoint(Decay), frame.Wants(Step) ? frame.Adjoint(Step) : []);

    /// <summary>The capacitance of a denominator, null where it is one, and what is added to it.</summary>
    static IEnumerable<(Signal? Capacitance, Signal Braked)> AddendsOf(Signal denominator) =>
        denominator is Shift { Addend: 1, Sources: [var braked] }
            ? [(null, braked)]
            : denominator.OperandsOf<Sum>().Select(pair => ((Signal?)pair.First, pair.Second));

    static Signal[] FactorsOf(Signal signal) => signal switch
    {
        Product product => [product.Left, product.Right],
        Scale scale => [signal, scale.Sources[0]],
        _ => [signal],
    };

    static Signal? Build(Signal state, Signal drive, Signal decay, Signal step, Signal? capacitance)
    {
        if (capacitance is null)
        {
            return step is Quotient { Left: var timespan, Right: var divisor } && Signs.Of(divisor) == Sign.NonNegative
                && Signs.Of(timespan) != Sign.Unknown
                ? StepOfShares(state, drive, decay, timespan, divisor)
                : OnePass(state, drive, decay, step);
        }

        if (Signs.Of(capacitance) == Sign.Positive)
        {
            var part = step / capacitance;
            return OnePass(state, drive, decay, part) ?? (state + part * drive) / (1 + part * decay);
        }

        return Signs.Of(step) == Sign.Unknown ? null : StepOfShares(state, drive, decay, step, capacitance);
    }

    static Signal StepOfShares(Signal state, Signal drive, Signal decay, Signal timespan, Signal capacitance)
    {
        var (past, present) = (capacitance / (capacitance + timespan), timespan / (capacitance + timespan));
        return (past * state + present * drive) / (past + present * decay);
    }

    static ImplicitStep? OnePass(Signal state, Signal drive, Signal decay, Signal step) =>
        drive.Rows == state.Rows && decay.Rows == state.Rows && (step.Rows == state.Rows || step.Rows == 1) &&
        Moves(state) && Moves(drive) && Moves(decay) && step.Tempo != Tempo.Constant
            ? new ImplicitStep(state, drive, decay, step)
            : null;

    /// <summary>Whether a signal changes with the state. The timespan of an unfold only seems to, and may have no adjoint.</summary>
    static bool Moves(Signal signal) => signal.Tempo == Tempo.Unfold && signal is not Placeholder { Placement.Region: Region.Timespan };
}
