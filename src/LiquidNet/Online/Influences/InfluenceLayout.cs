using System.Collections;
using LiquidNet.Equations;

namespace LiquidNet.Online.Influences;

/// <summary>Lays out the influence of parameters on units: values that reach the same units, in the same way, form a block.</summary>
static class InfluenceLayout
{
    /// <summary>The blocks of all values that reach any unit.</summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="elements">Their numbers.</param>
    /// <param name="part">For each unit, the elements that it depends on over a part of a time step.</param>
    /// <param name="reach">For each unit, the elements whose influence on it is kept.</param>
    public static InfluenceBlock[] Of(ParameterSet parameters, ElementTable elements, BitArray[] part, BitArray[] reach)
    {
        var blocks = new Dictionary<string, List<ValueRun>>(StringComparer.Ordinal);
        for (var index = 0; index < parameters.Count; index++)
        {
            for (var value = 0; value < parameters[index].Storage.Length; value++)
            {
                var key = KeyOf(elements.StartOf(parameters[index]) + value);
                if (!key.Contains(Kept) && !key.Contains(Direct))
                    continue;
                if (!blocks.TryGetValue(key, out var runs))
                    blocks.Add(key, runs = []);
                if (runs.Count > 0 && runs[^1] is var last && last.Parameter == index && last.Start + last.Length == value)
                    runs[^1] = last with { Length = last.Length + 1 };
                else
                    runs.Add(new ValueRun(index, value, 1));
            }
        }

        return [.. blocks.Select(block => BlockOf(block.Key, block.Value))];

        string KeyOf(int element) => string.Create(
            elements.StateSize, element, (key, of) =>
            {
                for (var row = 0; row < key.Length; row++)
                    key[row] = !reach[row][of] ? None : part[row][of] ? Direct : Kept;
            });

        InfluenceBlock BlockOf(string key, List<ValueRun> runs) =>
            new(RowsOf(key, row => row != None), RowsOf(key, row => row == Direct), [.. runs]);
    }

    const char None = '-', Kept = 'k', Direct = 'd';

    static int[] RowsOf(string key, Func<char, bool> belongs) => [.. Enumerable.Range(0, key.Length).Where(row => belongs(key[row]))];
}
