using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>Rows of a signal in any order, each as often as it is named.</summary>
static class Gather
{
    /// <summary>The rows, those that are neighbours in one piece.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="rows">Which of its rows, at least one.</param>
    public static Signal Rows(Signal signal, IReadOnlyList<int> rows)
    {
        var parts = new List<Signal>();
        var (first, end) = (0, 0);
        while (first < rows.Count)
        {
            do
                end++;
            while (end < rows.Count && rows[end] == rows[end - 1] + 1);
            parts.Add(SignalFunctions.Slice(signal, rows[first], end - first));
            first = end;
        }

        return SignalFunctions.Concatenate([.. parts]);
    }
}
