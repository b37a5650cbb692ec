using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Onnx.Tests.Support;
using LiquidNet.Solvers;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Onnx.Tests;

public class NetworkTests
{
    public static TheoryData<string> Networks { get; } = new(Recipes.Keys);

    static Dictionary<string, Func<LiquidNetwork>> Recipes => new()
    {
        ["softmax"] = () => LiquidNetwork.Classifier(new CfcCell(4, 6), classes: 5),
        ["linear"] = () => LiquidNetwork.Regressor(new CfcCell(4, 6), outputs: 2),
        ["identity"] = () => new LiquidNetwork(new CfcCell(4, 6), new IdentityReadout(6)),
        ["one's own"] = () => new LiquidNetwork(new CfcCell(4, 6), new MultiLabelReadout(6, labels: 3)),
        ["projection"] = () => LiquidNetwork.Regressor(new CfcCell(4, 6) { ProjectionSize = 3 }, outputs: 2),
        ["stacked"] = () => LiquidNetwork.Classifier(
            new StackedCell(new LtcCell(4, new AutoNeuralCircuitPolicy(12, 3)), new LstmCell(3, 5), new CtRnnCell(5, 4)), classes: 2),
        ["memory"] = () => LiquidNetwork.Classifier(new MixedMemoryCell(new CfcCell(4, 6)), classes: 2),
        ["both directions"] = () => LiquidNetwork.Classifier(
            new Bidirectional(new LtcCell(4, units: 5), new CfcCell(4, 3, seed: 1)), classes: 3),
        ["both directions, one cell"] = () => LiquidNetwork.Regressor(Twice(new LtcCell(4, units: 5)), outputs: 2),
        ["dropout"] = () => LiquidNetwork.Classifier(new CfcCell(4, 6) { Dropout = 0.5f }, classes: 3),
        ["gaps, standardised"] = () => LiquidNetwork.Regressor(
            new MissingValueCell(4, inputs => new LtcCell(inputs, new AutoNeuralCircuitPolicy(8, 2))), outputs: 2)
                .Standardized(new Standardization([1, 2, 3, 4], [2, 1, 0.5f, 3]), targets: new Standardization([10, -5], [3, 2])),
        ["forecaster over gaps"] = () => LiquidNetwork.Forecaster(
            new MissingValueCell(4, inputs => new CfcCell(inputs, 6)), features: [3, 1, 3])
                .Standardized(new Standardization([1, 2, 3, 4], [2, 1, 0.5f, 3]), targets: new Standardization([4, 2, 4], [0.3f, 0.2f, 1])),
        ["quantiles"] = () => LiquidNetwork.Forecaster(new CfcCell(4, 6), features: [3, 1], quantiles: [0.1f, 0.5f, 0.9f])
            .Standardized(new Standardization([1, 2, 3, 4], [2, 1, 0.5f, 3]), targets: new Standardization([4, 2], [0.3f, 0.2f])),
        ["gaps in both directions"] = () => LiquidNetwork.Classifier(new Bidirectional(Gaps(seed: 1), Gaps(seed: 2)), classes: 2)
            .Standardized(new Standardization([0.5f, 0, 0, -0.5f], [2, 1, 1, 1])),
        ["adaptive"] = () => LiquidNetwork.Classifier(
            new CtRnnCell(4, 6) { Solver = Euler.Instance, Unfolds = UnfoldPolicy.ByStepLength(0.3f, 12) }, classes: 3),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Sequences_are_computed_alike(string name)
    {
        var network = Recipes[name]();
        foreach (var count in (int[])[1, 5, 18])
        {
            var batch = Batch.Draw(network, seed: count, count, steps: 8, longestTimespan: 2);
            using var model = OrtModel.OfSequence(network);
            model.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Sequences_of_different_lengths_are_computed_alike(string name)
    {
        var network = Recipes[name]();
        var batch = Batch.Draw(network, seed: 3, count: 9, steps: 8, longestTimespan: 2, isRagged: true);
        using var model = OrtModel.OfSequence(network, new() { HasMask = true });
        model.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Timespans_that_are_known_are_left_out(string name)
    {
        var network = Recipes[name]();
        var batch = Batch.Draw(network, seed: 4, count: 5, steps: 6, longestTimespan: 1).WithTimespan(0.8f);
        using var model = OrtModel.OfSequence(network, new() { Timespan = 0.8f });
        model.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
    }

    [Fact]
    public void A_step_is_part_of_a_stream()
    {
        var network = Recipes["stacked"]();
        var batch = Batch.Draw(network, seed: 5, count: 1, steps: 20, longestTimespan: 2);
        batch.InitialStates.Clear();
        var stream = network.OpenStream();
        var predictions = batch.Over(step => stream.Step(batch.InputsAt(step), batch.TimespansAt(step)[0]).ToArray());
        using var model = OrtModel.OfStep(network);
        model.Chain(batch).ShouldAgreeWith(Outcome.Of(batch, predictions, stream.State.ToArray()));
    }

    static MissingValueCell Gaps(int seed) => new(4, inputs => new CfcCell(inputs, 5, seed));

    static Bidirectional Twice(LiquidCell cell) => new(cell, cell);

    sealed class MultiLabelReadout(int inputSize, int labels) : Readout(inputSize, labels)
    {
        readonly Parameter weights = Parameter.Glorot("W_out", inputSize, labels, seed: 1);

        public override Signal Logits(Signal output) => Affine(weights, output);

        public override Signal Predictions(Signal logits) => Sigmoid(logits);
    }
}
