using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits;

/// <summary>Replaces arithmetic with a number that is a signal, slices of what was joined, and what was sliced and joined again.</summary>
static class Simplification
{
    public static Signal? Of(Operator operation, Readers readers) => operation switch
    {
        Product { Left: Constant { Number: var factor }, Right: var x } => Scaled(x, factor),
        Product { Left: var x, Right: Constant { Number: var factor } } => Scaled(x, factor),
        Scale { Factor: 1 } scale => scale.Sources[0],
        Sum { Left: Constant { Number: var addend }, Right: var x } => new Shift(x, addend),
        Sum { Left: var x, Right: Constant { Number: var addend } } => new Shift(x, addend),
        Difference { Left: var x, Right: Constant { Number: var subtrahend } } => new Shift(x, -subtrahend),
        Slice slice => PartOf(slice.Sources[0], slice.Start, slice.Rows),
        Concatenation whole => WholeOf(whole),
        _ => null,
    };

    static Signal Scaled(Signal x, float factor) => factor == 1 ? x : new Scale(x, factor);

    static Signal? PartOf(Signal signal, int start, int rows)
    {
        Slice? found = null;
        while (start > 0 || rows < signal.Rows)
        {
            if (HolderOf(signal, ref start, rows) is not { } part)
                return found;
            signal = part;
            found = new Slice(part, start, rows);
        }

        return signal;
    }

    /// <summary>The part of a concatenation that holds all of some rows, whose first is then counted from its beginning.</summary>
    static Signal? HolderOf(Signal signal, ref int start, int rows)
    {
        var first = 0;
        foreach (var part in signal is Concatenation whole ? whole.Sources : [])
        {
            if (start >= first && start + rows <= first + part.Rows)
            {
                start -= first;
                return part;
            }

            first += part.Rows;
        }

        return null;
    }

    /// <summary>The signal whose slices, all of them and in order, were joined.</summary>
    static Signal? WholeOf(Concatenation joined)
    {
        if (joined.Sources[0] is not Slice { Sources: [var whole] } || whole.Rows != joined.Rows || whole.Tempo != joined.Tempo)
            return null;
        var row = 0;
        foreach (var part in joined.Sources)
        {
            if (part is not Slice slice || slice.Sources[0] != whole || slice.Start != row)
                return null;
            row += part.Rows;
        }

        return whole;
    }
}
