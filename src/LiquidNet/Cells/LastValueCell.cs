using LiquidNet.Cells.Blocks;
using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>A cell that gives, behind the output of another, the last known values of some features: what a forecast goes on
/// from.</summary>
/// <remarks>
/// <code>
/// v' = ZeroIfNaN(x) + IsNaN(x) v
/// s' = cell(x, s, timespan)
/// y = [cell(s'), v']
/// </code>
/// <para>State [samples x (cell's state + values)], output [samples x (cell's output + values)]: the cell's, then the values. The cell
/// decides whether an input may be missing. A value that was never seen is zero, which is the mean where a
/// <see cref="StandardizedCell"/> stands around this one.</para>
/// </remarks>
sealed class LastValueCell : LiquidCell
{
    readonly LiquidCell cell;
    readonly IReadOnlyList<int> features;

    /// <param name="cell">The cell.</param>
    /// <param name="features">The features whose last values are kept, at least one.</param>
    public LastValueCell(LiquidCell cell, IReadOnlyList<int> features)
        : base(
            cell.InputSize, Require.Size((long)cell.StateSize + features.Count, nameof(cell)),
            Require.Size((long)cell.OutputSize + features.Count, nameof(cell)))
    {
        (this.cell, this.features) = (cell, features);
        Unfolds = cell.Unfolds;
    }

    public override string Name => $"{cell.Name} with last values";

    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    /// <summary>The values are the same after one unfold or several, so that it is the cell alone that may need a fixed number.</summary>
    protected internal override bool KeepsStateAtZeroTimespan => cell.KeepsStateAtZeroTimespan;

    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var seen = Gather.Rows(input, features);
        return Concatenate(
            cell.Next(input, StateOfCell(state), timespan), ZeroIfNaN(seen) + IsNaN(seen) * ValuesOf(state));
    }

    public override Signal Output(Signal state) => Concatenate(cell.Output(StateOfCell(state)), ValuesOf(state));

    Signal StateOfCell(Signal state) => Slice(state, 0, cell.StateSize);

    Signal ValuesOf(Signal state) => Slice(state, cell.StateSize, features.Count);
}
