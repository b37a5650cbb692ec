using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Onnx.Tests.Support;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Onnx.Tests;

/// <summary>Synapses lie in a row, in a table of all pairs, or in several tables, whichever suits their number.</summary>
public class SynapseTests
{
    [Theory]
    [InlineData(4, 4, 4, 4, 4)]
    [InlineData(4, 4, 3, 4)]
    [InlineData(1, 0, 12, 2)]
    [InlineData(0, 0, 5)]
    public void Any_number_of_synapses_per_target_is_exported(params int[] counts) => ShouldBeExported(counts).Dispose();

    [Fact]
    public void Many_synapses_of_few_targets_take_memory_in_proportion()
    {
        int[] counts = [.. Enumerable.Range(0, 400).Select(target => target % 40 == 0 ? 300 : target % 3)];
        using var model = ShouldBeExported(counts);
        model.Proto.Graph.Initializer.Sum(tensor => tensor.FloatData.Count).Should().BeLessThan(3 * 2 * counts.Sum());
    }

    [Fact]
    public void Tables_are_written_once_for_all_unfolds()
    {
        var network = LiquidNetwork.Regressor(new LtcCell(inputSize: 40, new FullyConnected(units: 40, outputs: 3)), outputs: 2);
        using var model = OrtModel.OfStep(network);
        var batch = Batch.Draw(network, seed: 2, count: 3, steps: 2, longestTimespan: 1);
        model.Chain(batch).ShouldAgreeWith(Outcome.Of(network, batch));

        // Midpoints, steepnesses, weights, and weights times reversals; some vectors beside them.
        const int Pairs = 40 * 40;
        model.Proto.Graph.Initializer.Sum(tensor => tensor.FloatData.Count).Should().BeInRange(2 * 4 * Pairs, 2 * 4 * Pairs + 500);
    }

    static OrtModel ShouldBeExported(int[] counts)
    {
        var random = new Random(counts.Length);
        const int Sources = 6;
        int[] starts = [0, .. counts.Select((_, target) => counts.Take(target + 1).Sum())];
        int[] sources = [.. Enumerable.Range(0, starts[^1]).Select(_ => random.Next(Sources))];
        var (weights, midpoints, steepnesses) = (Drawn("w"), Drawn("m"), Drawn("k"));
        var cell = new FormulaCell(Sources, counts.Length, (input, state, _) =>
            0.1f * state + SynapticSum(input, sources, starts, weights, midpoints, steepnesses));
        var network = new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize));
        var model = OrtModel.OfStep(network);
        var batch = Batch.Draw(network, seed: 1, count: 3, steps: 2, longestTimespan: 1);
        model.Chain(batch).ShouldAgreeWith(Outcome.Of(network, batch));
        using var sequence = OrtModel.OfSequence(network);
        sequence.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
        return model;

        Parameter Drawn(string name) => Parameter.Uniform(name, starts[^1], -0.5f, 1, seed: 4);
    }
}
