using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;

namespace LiquidNet.Tests.Equations.Support;

/// <summary>A cell made of any formula; parameters are made outside of it, so that they are the same each time it is asked.</summary>
sealed class FormulaCell(
    int inputSize, int stateSize, Func<Signal, Signal, Signal, Signal> next, Func<Signal, Signal>? output = null, int outputSize = 0)
    : LiquidCell(inputSize, stateSize, output is null ? stateSize : outputSize)
{
    public FormulaCell With(UnfoldPolicy unfolds) => new(InputSize, StateSize, next, output, OutputSize) { Unfolds = unfolds };

    /// <summary>Tests that adapt the number of unfolds write formulas that keep the state.</summary>
    protected internal override bool KeepsStateAtZeroTimespan => true;

    public override Signal Next(Signal input, Signal state, Signal timespan) => next(input, state, timespan);

    public override Signal Output(Signal state) => output is null ? base.Output(state) : output(state);
}
