using LiquidNet.Cells;
using LiquidNet.Circuits;

namespace LiquidNet.Tests.Runs.Support;

/// <summary>Missing values in inputs, wherever a cell takes them: a third of what it sees.</summary>
static class Gaps
{
    /// <summary>For each feature, whether a cell takes <c>NaN</c>.</summary>
    public static bool[] AllowedIn(LiquidCell cell) => MissingValues.AllowedIn(cell.Step.Equation, cell.InputSize);

    /// <summary>Whether the value at a place is left out.</summary>
    public static bool IsAt(int place, int feature, bool[] allowed) => allowed[feature] && (place + feature / 2) % 3 == 1;

    public static Episode WithGaps(this Episode episode, LiquidCell cell)
    {
        var allowed = AllowedIn(cell);
        return episode with
        {
            Inputs = [.. episode.Inputs.Select((value, at) =>
                IsAt(at / episode.Features, at % episode.Features, allowed) ? double.NaN : value)],
        };
    }
}
