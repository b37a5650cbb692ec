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
        var addends = new List<Signal>();
        if (operation is Sum or Shift or Affine)
            Gather(operation, operation, readers, addends);
        if (!addends.Exists(BeginsWithSum))
            return null;
        Signal? sum = null;
        var isResult = readers.Of(operation).Count == 0;
        foreach (var addend in addends.OrderBy(addend => addend.Tempo).ThenBy(addend => BeginsWithSum(addend) != isResult))
            sum = sum is null ? addend : Add(sum, addend, readers);
        return sum;

        bool BeginsWithSum(Signal addend) => addend is SynapticSum || (addend is Affine && !readers.Contains(addend));
    }

    /// <summary>Takes a sum apart that nobody else reads, and what a matrix multiplies by its tempos.</summary>
    static void Gather(Signal signal, Operator whole, Readers readers, List<Signal> addends)
    {
        var isOwn = signal.Rows == whole.Rows && (signal == whole || readers.AreSingle(signal));
        switch (signal)
        {
            case Sum sum when isOwn:
                Gather(sum.Left, whole, readers, addends);
                Gather(sum.Right, whole, readers, addends);
                break;
            case Shift shift when isOwn:
                Gather(shift.Sources[0], whole, readers, addends);
                addends.Add(new Constant(shift.Addend));
                break;
            case Affine map when isOwn:
                if (map.Addend is { } addend)
                    Gather(addend, whole, readers, addends);
                var tempos = map.PartsAt(Tempo.Sample).GroupBy(part => part.Source.Tempo);
                addends.AddRange(tempos.Select(parts => new Affine(null, [.. parts])));
                break;
            default:
                addends.Add(signal);
                break;
        }
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
