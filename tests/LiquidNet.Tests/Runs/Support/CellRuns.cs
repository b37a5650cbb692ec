using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Runs.Support;

/// <summary>Runs of a cell without a readout.</summary>
static class CellRuns
{
    public static CompiledModel ModelOf(this LiquidCell cell) => new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize)).Model;

    public static Episode EpisodeFor(this LiquidCell cell, int seed, int batch, int steps, double longest = 1) =>
        Episodes.Random(seed, batch, steps, cell.InputSize, cell.StateSize, cell.OutputSize, longest).WithGaps(cell);

    public static RunResult Run(this LiquidCell cell, Episode episode, TapeMemory memory = TapeMemory.Everything, int lanes = 0) =>
        new EngineRun(cell.ModelOf(), cell.Parameters) { Memory = memory, Lanes = lanes }.On(episode);

    /// <summary>Compares the engine with the oracle, which computes the equation as it is written, not as it is compiled.</summary>
    public static void ShouldAgreeWithTheOracle(
        this LiquidCell cell, Episode episode, TapeMemory memory = TapeMemory.Everything, int lanes = 0) =>
        cell.Run(episode, memory, lanes).ShouldAgreeWith(new ReferenceRun(cell).On(episode), cell.Parameters);

    public static void ShouldAgreeWith(this RunResult actual, RunResult expected, ParameterSet parameters)
    {
        Tolerance.ShouldAgree(actual.Outputs, expected.Outputs, Tolerance.Outputs, "outputs");
        Tolerance.ShouldAgree(actual.States, expected.States, Tolerance.Outputs, "states");
        Tolerance.ShouldAgree(actual.InputGradient, expected.InputGradient, Tolerance.Gradients, "gradient of the inputs");
        Tolerance.ShouldAgree(actual.TimespanGradient, expected.TimespanGradient, Tolerance.Gradients, "gradient of the timespans");
        Tolerance.ShouldAgree(
            actual.InitialStateGradient, expected.InitialStateGradient, Tolerance.Gradients, "gradient of the initial states");
        for (var index = 0; index < parameters.Count; index++)
        {
            Tolerance.ShouldAgree(
                actual.ParameterGradients[index], expected.ParameterGradients[index], Tolerance.Gradients,
                $"gradient of {parameters.NameOf(index)}");
        }
    }

    public static void ShouldEqual(this RunResult actual, RunResult expected)
    {
        actual.Outputs.Should().Equal(expected.Outputs);
        actual.States.Should().Equal(expected.States);
        actual.InputGradient.Should().Equal(expected.InputGradient);
        actual.TimespanGradient.Should().Equal(expected.TimespanGradient);
        actual.InitialStateGradient.Should().Equal(expected.InitialStateGradient);
        foreach (var (gradient, other) in actual.ParameterGradients.Zip(expected.ParameterGradients))
            gradient.Should().Equal(other);
    }
}
