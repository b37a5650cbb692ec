using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells;

/// <summary>A cell whose state moves only at steps that the input marks as present.</summary>
/// <remarks>
/// <code>
/// s' = s + present (next - s)
/// </code>
/// <para>Input [samples x (features + 1)]: the last feature is 1 for a real step and 0 for padding. Padding keeps the state exactly and
/// adds exactly nothing to any gradient. Batches of sequences of different lengths are computed in this way; their padding repeats the last
/// real input and timespan, so that the cell never sees values that no step has, such as a zero to divide by.</para>
/// </remarks>
sealed class MaskedCell : LiquidCell
{
    readonly LiquidCell cell;

    /// <summary>Creates a cell around another.</summary>
    /// <param name="cell">The cell whose state is kept through padding.</param>
    /// <exception cref="ArgumentNullException">There is no cell.</exception>
    public MaskedCell(LiquidCell cell)
        : base((cell ?? throw new ArgumentNullException(nameof(cell))).InputSize + 1, cell.StateSize, cell.OutputSize)
    {
        this.cell = cell;
        Unfolds = cell.Unfolds;
    }

    /// <inheritdoc/>
    public override string Name => cell.Name;

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Name, LiquidCell Cell)> Parts => [("cell", cell)];

    /// <inheritdoc/>
    protected internal override bool KeepsStateAtZeroTimespan => cell.KeepsStateAtZeroTimespan;

    /// <inheritdoc/>
    public override Signal Next(Signal input, Signal state, Signal timespan)
    {
        var present = Slice(input, cell.InputSize, 1);
        var next = cell.Next(Slice(input, 0, cell.InputSize), state, timespan);
        return Lerp(state, next, present);
    }

    /// <inheritdoc/>
    public override Signal Output(Signal state) => cell.Output(state);
}
