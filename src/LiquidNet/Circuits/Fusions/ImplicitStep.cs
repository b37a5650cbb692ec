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
    public static Signal? Match(Operator operation, Readers readers) =>
        operation is Quotient { Left: var numerator, Right: var denominator }
        ? MatchDivided(numerator, denominator) ?? MatchMultiplied(numerator, denominator)
        : null;

    public override void Forward(Frame frame) => ImplicitSteps.Write(
        frame.Value(State), frame.Value(Drive), frame.Value(Decay), frame.Value(Step), IsPerSample, Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame) => ImplicitSteps.AddGradients(
        frame.Value(Drive), frame.Value(Decay), frame.Value(Step), IsPerSample, frame.Value(this), frame.Adjoint(this), Rows, frame.Lanes,
        frame.Adjoint(State), frame.Adjoint(Drive), frame.Adjoint(Decay), frame.Wants(Step) ? frame.Adjoint(Step) : []);

    /// <summary>Matches <c>(s + h I) / (1 + h D)</c>.</summary>
    static Signal? MatchDivided(Signal numerator, Signal denominator)
    {
        if (denominator is not Shift { Addend: 1, Sources: [var braked] })
            return null;
        foreach (var step in FactorsOf(braked))
        {
            foreach (var (state, driven) in numerator.OperandsOf<Sum>())
            {
                if (driven.Beside(step) is not { } drive || braked.Beside(step) is not { } decay)
                    continue;
                return step is Quotient { Left: var timespan, Right: var capacitance } && Signs.Of(capacitance) == Sign.NonNegative
                    && Signs.Of(timespan) != Sign.Unknown
                    ? StepOfShares(state, drive, decay, timespan, capacitance)
                    : OnePass(state, drive, decay, step);
            }
        }

        return null;
    }

    /// <summary>Matches <c>(C s + t I) / (C + t D)</c>.</summary>
    static Signal? MatchMultiplied(Signal numerator, Signal denominator)
    {
        foreach (var (capacitance, braked) in denominator.OperandsOf<Sum>())
        {
            foreach (var timespan in FactorsOf(braked))
            {
                foreach (var (inert, driven) in numerator.OperandsOf<Sum>())
                {
                    if (inert.Beside(capacitance) is not { } state || driven.Beside(timespan) is not { } drive)
                        continue;
                    var decay = braked.Beside(timespan)!;
                    if (Signs.Of(capacitance) == Sign.Positive)
                    {
                        var step = timespan / capacitance;
                        return OnePass(state, drive, decay, step) ?? (state + step * drive) / (1 + step * decay);
                    }

                    if (Signs.Of(timespan) != Sign.Unknown)
                        return StepOfShares(state, drive, decay, timespan, capacitance);
                }
            }
        }

        return null;
    }

    static Signal[] FactorsOf(Signal signal) => signal switch
    {
        Product product => [product.Left, product.Right],
        Scale scale => [signal, scale.Sources[0]],
        _ => [signal],
    };

    static Signal StepOfShares(Signal state, Signal drive, Signal decay, Signal timespan, Signal capacitance)
    {
        var (past, present) = (capacitance / (capacitance + timespan), timespan / (capacitance + timespan));
        return (past * state + present * drive) / (past + present * decay);
    }

    static ImplicitStep? OnePass(Signal state, Signal drive, Signal decay, Signal step) =>
        drive.Rows == state.Rows && decay.Rows == state.Rows && (step.Rows == state.Rows || step.Rows == 1) &&
        state.Tempo == Tempo.Unfold && drive.Tempo == Tempo.Unfold && decay.Tempo == Tempo.Unfold && step.Tempo != Tempo.Constant
            ? new ImplicitStep(state, drive, decay, step)
            : null;
}
