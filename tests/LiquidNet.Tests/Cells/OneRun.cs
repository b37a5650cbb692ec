using LiquidNet.Cells;
using LiquidNet.Tests.Runs.Support;

namespace LiquidNet.Tests.Cells;

/// <summary>Runs a cell by itself over one sequence, through the library's own engine.</summary>
static class OneRun
{
    /// <summary>The state after one step.</summary>
    public static double[] Step(LiquidCell cell, double[] input, double[] state, double timespan) =>
        Of(cell, input, state, [timespan]).States;

    /// <summary>All states and outputs.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">[time x features].</param>
    /// <param name="state">Where the sequence begins [state].</param>
    /// <param name="timespans">[time].</param>
    /// <param name="dropoutPass">Which random numbers dropout takes; null switches it off.</param>
    public static RunResult Of(LiquidCell cell, double[] inputs, double[] state, double[] timespans, ulong? dropoutPass = null) =>
        new EngineRun(cell.ModelOf(), cell.Parameters)
        {
            DropoutPass = dropoutPass,
        }.On(new Episode
        {
            Batch = 1,
            Steps = timespans.Length,
            Inputs = inputs,
            Timespans = timespans,
            InitialStates = state,
            Cotangent = new double[timespans.Length * cell.OutputSize],
        });
}
