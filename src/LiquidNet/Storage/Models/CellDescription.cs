using LiquidNet.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.Storage.Models;

/// <summary>The description of a cell within another; nothing is computed from it.</summary>
/// <param name="Name">The names of the parts that lead to it, such as <c>layers.0.cell</c>; those of its parameters begin so.</param>
/// <param name="Text">The cell in words.</param>
/// <param name="Wiring">Who connects to whom, if it is made after a wiring.</param>
sealed record CellDescription(string Name, string Text, Wiring? Wiring)
{
    /// <summary>The parts of a cell, and theirs.</summary>
    public static IEnumerable<CellDescription> PartsOf(LiquidCell cell)
    {
        if (cell is LoadedCell loaded)
            return loaded.Descriptions;
        return cell.Parts.SelectMany(part => PartsOf(part.Cell)
            .Select(inner => inner with { Name = $"{part.Name}.{inner.Name}" })
            .Prepend(new CellDescription(part.Name, part.Cell.ToString(), part.Cell.Wiring)));
    }
}
