using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;

namespace LiquidNet.Circuits.Fusions;

/// <summary>
/// <c>y = (a s + b + w (t - s)) / (c + w (1 - g s))</c>, in one pass: how the state of a Riccati equation moves.
/// </summary>
/// <remarks>All have all rows, and none of them is a constant.</remarks>
sealed class RiccatiStep(Signal state, Signal a, Signal b, Signal w, Signal t, Signal c, Signal g)
    : FusedOperator(state.Rows, state, a, b, w, t, c, g)
{
    /// <summary>Matches the quotient with its sums and products in any order.</summary>
    public static Signal? Match(Operator operation, Readers readers)
    {
        if (operation is not Quotient { Left: var numerator, Right: var denominator })
            return null;
        foreach (var (c, bent) in denominator.OperandsOf<Sum>())
        {
            foreach (var (w, rest) in bent.OperandsOf<Product>())
            {
                foreach (var (g, state) in RestOf(rest).OperandsOf<Product>())
                {
                    foreach (var (linear, way) in numerator.OperandsOf<Sum>())
                    {
                        if (way.Beside(w) is Difference { Left: var t, Right: var start } && start == state
                            && LinearIn(state, linear) is var (a, b)
                            && ((Signal[])[state, a, b, w, t, c, g]).All(signal => Fits(signal, operation.Rows)))
                        {
                            return new RiccatiStep(state, a, b, w, t, c, g);
                        }
                    }
                }
            }
        }

        return null;
    }

    public override void Forward(Frame frame) => RiccatiSteps.Write(ValuesIn(frame), frame.Value(this));

    public override void Reverse(Frame frame) => RiccatiSteps.AddGradients(
        ValuesIn(frame), frame.Value(this), frame.Adjoint(this),
        new(frame.Adjoint(Sources[0]), frame.Adjoint(Sources[1]), frame.Adjoint(Sources[2]), frame.Adjoint(Sources[3]),
            frame.Adjoint(Sources[4]), frame.Adjoint(Sources[5]), frame.Adjoint(Sources[6])));

    RiccatiOperands ValuesIn(Frame frame) => new(
        frame.Value(Sources[0]), frame.Value(Sources[1]), frame.Value(Sources[2]), frame.Value(Sources[3]), frame.Value(Sources[4]),
        frame.Value(Sources[5]), frame.Value(Sources[6]));

    /// <summary>What is taken off one: <c>x</c> of <c>1 - x</c>; otherwise the signal itself, which matches nothing.</summary>
    static Signal RestOf(Signal signal) => signal switch
    {
        Shift { Addend: 1, Sources: [Scale { Factor: -1, Sources: [var subtracted] }] } => subtracted,
        Difference { Left: Constant { Number: 1 }, Right: var subtracted } => subtracted,
        _ => signal,
    };

    static (Signal A, Signal B)? LinearIn(Signal state, Signal sum)
    {
        foreach (var (scaled, b) in sum.OperandsOf<Sum>())
        {
            if (scaled.Beside(state) is { } a)
                return (a, b);
        }

        return null;
    }

    static bool Fits(Signal signal, int rows) => signal.Rows == rows && signal.Tempo != Tempo.Constant;
}
