using LiquidNet.Cells;
using LiquidNet.Runs;

namespace LiquidNet.Benchmarks;

/// <summary>The cell alone, one step of one sample at a time, its state fed back.</summary>
sealed class StepWorkload
{
    readonly CellStep step;
    readonly float[] input;

    public StepWorkload(LiquidCell cell)
    {
        step = new PreparedModel(new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize)).Model).Step;
        input = RandomNumbers.Create(cell.InputSize);
    }

    /// <summary>One step.</summary>
    /// <returns>The first number of the output.</returns>
    public float Run() => Advance()[0];

    /// <summary>One step.</summary>
    /// <returns>The output, valid until the next step.</returns>
    public ReadOnlySpan<float> Advance()
    {
        input.CopyTo(step.Input(0));
        step.Unfolds.Take([1]);
        step.Forward(default);
        var output = step.WriteOutput(default, slot: 0);
        step.State(step.Unfolds.Of(0)).CopyTo(step.State(0));
        return output;
    }
}
