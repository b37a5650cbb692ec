using LiquidNet.Cells;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Samples;

/// <summary>A cell whose readout sees the reading beside the cell's output: what is linear need not go through the liquid.</summary>
/// <param name="cell">The cell.</param>
sealed class DirectCell(LiquidCell cell)
    : LiquidCell(cell.InputSize, cell.StateSize + cell.InputSize, cell.OutputSize + cell.InputSize)
{
    /// <inheritdoc/>
    public override string Name => $"{cell.Name} + input";

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan) =>
        Concatenate(cell.Next(input, Slice(state, 0, cell.StateSize), timespan), input);

    /// <inheritdoc/>
    public override Signal Output(Signal state) =>
        Concatenate(cell.Output(Slice(state, 0, cell.StateSize)), Slice(state, cell.StateSize, InputSize));
}
