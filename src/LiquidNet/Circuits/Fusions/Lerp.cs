using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Circuits.Fusions;

/// <summary><c>y = a + t (b - a)</c>, in one pass: what a gate, an Euler step and a masked state have in common.</summary>
/// <remarks>Both ends have all rows; the amount has as many, or one. None of them is a constant.</remarks>
sealed class Lerp(Signal from, Signal to, Signal amount) : FusedOperator(from.Rows, from, to, amount)
{
    Signal From => Sources[0];

    Signal To => Sources[1];

    Signal Amount => Sources[2];

    bool IsPerSample => Amount.Rows != Rows;

    /// <summary>Matches <c>a + t (b - a)</c>, <c>a - t (a - b)</c>, and for a sigmoid t also <c>(1 - t) a + t b</c>.</summary>
    /// <remarks>Beyond 0 to 1, the last form may be far more exact than the first.</remarks>
    public static Signal? Match(Operator operation, Readers readers) => MatchMove(operation) ?? MatchMean(operation);

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

    static Lerp? MatchMove(Operator operation)
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

    static Lerp? MatchMean(Operator operation)
    {
        foreach (var (first, second) in operation.OperandsOf<Sum>())
        {
            foreach (var (rest, from) in first.OperandsOf<Product>())
            {
                foreach (var (amount, to) in second.OperandsOf<Product>())
                {
                    if (amount is Elementwise<Sigmoid> && IsRest(rest, amount) && Fits(from, to, amount))
                        return new Lerp(from, to, amount);
                }
            }
        }

        return null;
    }

    static bool IsRest(Signal signal, Signal amount) => signal switch
    {
        Shift { Addend: 1, Sources: [Scale { Factor: -1, Sources: [var subtracted] }] } => subtracted == amount,
        Difference { Left: Constant { Number: 1 }, Right: var subtracted } => subtracted == amount,
        _ => false,
    };

    static bool Fits(Signal from, Signal to, Signal amount) =>
        from.Rows == to.Rows && (amount.Rows == from.Rows || amount.Rows == 1) &&
        from.Tempo != Tempo.Constant && to.Tempo != Tempo.Constant && amount.Tempo != Tempo.Constant;
}
