using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;

namespace LiquidNet.Export.Folding;

/// <summary>A cell whose equation is given; its output is its state.</summary>
sealed class FoldedCell : LiquidCell
{
    readonly Signal next;

    public FoldedCell(int inputSize, Signal next, UnfoldPolicy unfolds)
        : base(inputSize, next.Rows, next.Rows)
    {
        this.next = next;
        Unfolds = unfolds;
    }

    protected internal override bool KeepsStateAtZeroTimespan => true;

    public override Signal Next(Signal input, Signal state, Signal timespan) => next;
}
