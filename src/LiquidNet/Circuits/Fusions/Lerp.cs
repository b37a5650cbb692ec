using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;

namespace LiquidNet.Circuits.Fusions;

/// <summary><c>y = a + t (b - a)</c>, in one pass: what a gate, an Euler step and a masked state have in common.</summary>
/// <remarks>Both ends have all rows; the amount has as many, or one. None of them is a constant.</remarks>
sealed class Lerp(Signal from, Signal to, Signal amount) : FusedOperator(from.Rows, from, to, amount)
{
    Signal From => Sources[0];

    Signal To => Sources[1];

    Signal Amount => Sources[2];

    bool IsPerSample => Amount.Rows != Rows;

    /// <summary>Matches <c>a + t (b - a)</c> and <c>a - t (a - b)</c>.</summary>
    public static Signal? Match(Operator operation, Readers readers)
    {
        foreach (var (from, move) in operation.OperandsOf<Sum>())
        {
            foreach (var (amount, way) in move.OperandsOf<Product>())
            {
                if (way is Difference { Left: var to, Right: var start } && start == from && Fits(from, to, amount))
                    return new Lerp(from, to, amount);
            }
        }

        foreach (var (amount, way) in operation is Difference { Right: var back } ? back.OperandsOf<Product>() : [])
        {
            var from = operation.Sources[0];
            if (way is Difference { Left: var start, Right: var to } && start == from && Fits(from, to, amount))
                return new Lerp(from, to, amount);
        }

        return null;
    }

    public override void Forward(Frame frame) => Lerps.Write(
        frame.Value(From), frame.Value(To), frame.Value(Amount), IsPerSample, Rows, frame.Lanes, frame.Value(this));

    public override void Reverse(Frame frame)
    {
        var dy = frame.Adjoint(this);
        Lerps.AddGradients(
            dy, frame.Value(Amount), IsPerSample, Rows, frame.Lanes,
            frame.Wants(From) ? frame.Adjoint(From) : [], frame.Wants(To) ? frame.Adjoint(To) : []);
        if (frame.Wants(Amount))
            Lerps.AddShareGradient(frame.Value(From), frame.Value(To), dy, IsPerSample, Rows, frame.Lanes, frame.Adjoint(Amount));
    }

    static bool Fits(Signal from, Signal to, Signal amount) =>
        from.Rows == to.Rows && (amount.Rows == from.Rows || amount.Rows == 1) &&
        from.Tempo != Tempo.Constant && to.Tempo != Tempo.Constant && amount.Tempo != Tempo.Constant;
}
