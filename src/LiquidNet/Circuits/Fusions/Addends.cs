using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits.Fusions;

/// <summary>
/// <c>a + b + W x + U h</c>, added up from the slowest tempo to the fastest: what depends on parameters alone once, what depends on the
/// input once per time step. Each matrix product begins with the sum so far, <c>y = (y + W x)</c>, in one pass.
/// </summary>
/// <remarks>
/// A sum without products of matrices or synapses stays as it is written. Where the sum is the next state, products come first in their
/// tempo: a state is no product, and would have to be a copy of the last one.
/// </remarks>
static class Addends
{
    /// <summary>Matches sums, whatever the order of their addends, and products of matrices with signals of several tempos.</summary>
    public static Signal? Match(Operator operation, Readers readers)
    {
        if (operation is not (Sum or Shift or Affine) || IsWithinSum(operation, readers))
            return null;
        var addends = AddendsOf(operation, readers);
        if (!addends.Exists(BeginsWithSum))
            return null;
        Signal? sum = null;
        var isResult = readers.Of(operation).Count == 0;
        foreach (var addend in addends.OrderBy(addend => addend.Tempo).ThenBy(addend => BeginsWithSum(addend) != isResult))
            sum = sum is null ? addend : Add(sum, addend, readers);
        return sum;

        bool BeginsWithSum(Signal addend) => addend is SynapticSum || (addend is Affine && !readers.Contains(addend));
    }

    /// <summary>Whether an operator is taken apart as a part of a larger sum; what finds nothing there finds nothing in it.</summary>
    static bool IsWithinSum(Operator operation, Readers readers) =>
        readers.AreSingle(operation) && readers.Of(operation)[0] is Sum or Shift && readers.Of(operation)[0].Rows == operation.Rows;

    /// <summary>Takes a sum apart that nobody else reads, and what a matrix multiplies by its tempos.</summary>
    static List<Signal> AddendsOf(Operator whole, Readers readers)
    {
        var addends = new List<Signal>();
        var open = new Stack<Signal>([whole]);
        while (open.TryPop(out var signal))
        {
            var isOwn = signal.Rows == whole.Rows && (signal == whole || readers.AreSingle(signal));
            switch (signal)
            {
                case Sum sum when isOwn:
                    open.Push(sum.Right);
                    open.Push(sum.Left);
                    break;
                case Shift shift when isOwn:
                    open.Push(new Constant(shift.Addend));
                    open.Push(shift.Sources[0]);
                    break;
                case Affine map when isOwn:
                    var tempos = map.PartsAt(Tempo.Sample).GroupBy(part => part.Source.Tempo);
                    foreach (var parts in tempos.Reverse())
                        open.Push(new Affine(null, [.. parts]));
                    if (map.Addend is { } addend)
                        open.Push(addend);
                    break;
                default:
                    addends.Add(signal);
                    break;
            }
        }

        return addends;
    }

    static Signal Add(Signal sum, Signal addend, Readers readers)
    {
        if (addend is not Affine map || readers.Contains(map) || map.Rows != sum.Rows)
            return new Sum(sum, addend);
        return sum is Affine before && !readers.Contains(before) && before.Tempo == map.Tempo
            ? new Affine(before.Addend, [.. before.Terms, .. map.Terms])
            : new Affine(sum, [.. map.Terms]);
    }
}
