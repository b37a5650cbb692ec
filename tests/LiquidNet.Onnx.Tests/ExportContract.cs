using LiquidNet.Onnx.Tests.Support;
using LiquidNet.Tests.Cells;

namespace LiquidNet.Onnx.Tests;

/// <summary>What is promised of every cell, wherever ONNX models are run.</summary>
public class ExportContract
{
    public static TheoryData<string> Cells { get; } = new(CellCatalog.Names);

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_step_model_computes_what_the_network_does(string name)
    {
        var network = NetworkOf(name, seed: 1);
        using var model = OrtModel.OfStep(network);
        foreach (var count in (int[])[1, 5, 18])
        {
            var batch = Draw(network, name, count, steps: 7);
            model.Chain(batch).ShouldAgreeWith(Outcome.Of(network, batch));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_sequence_model_computes_what_the_network_does(string name)
    {
        var network = NetworkOf(name, seed: 2);
        using var model = OrtModel.OfSequence(network);
        foreach (var (count, steps) in (IEnumerable<(int, int)>)[(1, 9), (5, 1), (18, 6)])
        {
            var batch = Draw(network, name, count, steps);
            model.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_mask_lets_sequences_of_different_lengths_run_together(string name)
    {
        var network = NetworkOf(name, seed: 3);
        using var model = OrtModel.OfSequence(network, new() { HasMask = true });
        var batch = Batch.Draw(network, seed: 4, count: 7, steps: 6, CellCatalog.Find(name).LongestTimespan, isRagged: true);
        model.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_timespan_may_be_known_beforehand(string name)
    {
        var network = NetworkOf(name, seed: 5);
        var options = new OnnxOptions { Timespan = 0.75f * CellCatalog.Find(name).LongestTimespan };
        var batch = Draw(network, name, count: 3, steps: 5).WithTimespan(options.Timespan.Value);
        using var step = OrtModel.OfStep(network, options);
        using var sequence = OrtModel.OfSequence(network, options);
        step.Chain(batch).ShouldAgreeWith(Outcome.Of(network, batch));
        sequence.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Another_weight_is_noticed(string name)
    {
        var network = NetworkOf(name, seed: 6);
        using var step = OrtModel.OfStep(network);
        using var sequence = OrtModel.OfSequence(network);
        var batch = Draw(network, name, count: 5, steps: 6);
        foreach (var parameter in network.Cell.Parameters)
        {
            var values = parameter.Values.ToArray();
            foreach (ref var value in parameter.Values)
                value *= 1.01f;
            parameter.Project();
            var altered = Outcome.Of(network, batch);
            values.CopyTo(parameter.Values);
            if (IsFar(altered, Outcome.Of(network, batch)))
            {
                step.Chain(batch).Invoking(outcome => outcome.ShouldAgreeWith(altered)).Should().Throw<Xunit.Sdk.XunitException>();
                sequence.Run(batch).Invoking(outcome => outcome.ShouldAgreeWith(altered)).Should().Throw<Xunit.Sdk.XunitException>();
                return;
            }
        }

        Assert.Fail("No parameter of the cell matters.");
    }

    static bool IsFar(Outcome left, Outcome right) =>
        left.LastStates.Zip(right.LastStates).Max(pair => Math.Abs(pair.First - pair.Second)) > 1e-3;

    static LiquidNetwork NetworkOf(string name, int seed)
    {
        var cell = CellCatalog.Find(name).CreateScattered(seed);
        return LiquidNetwork.Classifier(cell, classes: 3, seed);
    }

    static Batch Draw(LiquidNetwork network, string name, int count, int steps) =>
        Batch.Draw(network, seed: count + steps, count, steps, CellCatalog.Find(name).LongestTimespan);
}
