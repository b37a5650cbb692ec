using System.Globalization;

namespace LiquidNet.Export.Plans;

/// <summary>Where a step finds the rows of a signal.</summary>
/// <param name="Array">The name of an array.</param>
/// <param name="Start">The index of the first row in it.</param>
readonly record struct Place(string Array, int Start = 0)
{
    /// <summary>The place of later rows.</summary>
    public Place Skip(int rows) => this with { Start = Start + rows };

    /// <summary>An element by its row, a number or the name of a variable.</summary>
    public string At(string row) => (Start, char.IsAsciiDigit(row[0])) switch
    {
        (0, _) => $"{Array}[{row}]",
        (_, true) => $"{Array}[{Start + int.Parse(row, CultureInfo.InvariantCulture)}]",
        _ => $"{Array}[{Start} + {row}]",
    };
}
