using LiquidNet.Cells;
using LiquidNet.Runs;

namespace LiquidNet.Benchmarks;

/// <summary>The cell alone, one step of one sample at a time, its state fed back.</summary>
sealed class StepWorkload
{
    readonly Tape tape;
    readonly float[] input;

    public StepWorkload(LiquidCell cell)
    {
        var equation = new LiquidEquation(cell.Step, cell.OutputCircuit, cell.Unfolds, cell.InputSize, cell.StateSize);
        tape = new Tape(equation, lanes: 1);
        tape.BeginStream();
        input = RandomNumbers.Create(cell.InputSize);
    }

    /// <summary>One step.</summary>
    /// <returns>The first number of the output.</returns>
    public float Run() => Advance()[0];

    /// <summary>One step.</summary>
    /// <returns>The output, valid until the next step.</returns>
    public ReadOnlySpan<float> Advance()
    {
        var output = tape.Advance(input, elapsed: 1);
        tape.FinalState.CopyTo(tape.InitialState);
        return output;
    }
}
