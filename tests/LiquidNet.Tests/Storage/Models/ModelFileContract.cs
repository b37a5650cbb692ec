using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Storage.Models;
using LiquidNet.Tests.Cells;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Storage.Models;

/// <summary>A network that went through a file does what it did, bit for bit, though nothing of its classes is in the file.</summary>
public class ModelFileContract
{
    public static TheoryData<string> Cells { get; } = new(CellCatalog.Names);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_comes_back(string name)
    {
        var recipe = CellCatalog.Find(name);
        var loaded = LiquidNetwork.Regressor(recipe.CreateScattered(seed: 1), outputs: 2, seed: 1).ShouldComeBack(recipe.LongestTimespan);
        loaded.Cell.Should().BeOfType<LoadedCell>();
    }

    [Fact]
    public void Every_readout_comes_back()
    {
        foreach (var readout in (Readout[])
            [new SoftmaxReadout(4, 3, seed: 1), new LinearReadout(4, 2, seed: 1), new IdentityReadout(4), new SeveralLabels(4)])
        {
            new LiquidNetwork(new GruCell(2, 4, seed: 1), readout).ShouldComeBack().Readout.OutputKind.Should().Be(readout.OutputKind);
        }
    }

    [Fact]
    public void Cells_that_are_made_of_others_come_back_with_the_names_of_their_parts()
    {
        var shared = new CfcCell(4, 4, seed: 3) { Dropout = 0.3f };
        var loaded = LiquidNetwork.Classifier(
            new StackedCell(new MixedMemoryCell(new LtcCell(3, 4, seed: 1)), shared, shared), classes: 2).ShouldComeBack();
        loaded.Parameters.Select((_, index) => loaded.Parameters.NameOf(index)).Should()
            .Contain(["layers.0.lstm.input_map.weight", "layers.0.cell.gleak", "layers.1.ff1.weight", "W_out"]);
        CellDescription.PartsOf(loaded.Cell).Select(part => part.Name).Should()
            .Equal("layers.0", "layers.0.cell", "layers.1", "layers.2");
    }

    [Fact]
    public void Both_directions_come_back()
    {
        var loaded = LiquidNetwork.Regressor(new Bidirectional(new CfcCell(3, 4, seed: 1), new LtcCell(3, 3, seed: 2)), outputs: 2)
            .ShouldComeBack(opensStreams: false);
        loaded.Invoking(it => it.OpenStream()).Should().Throw<InvalidOperationException>();
        loaded.InputSize.Should().Be(3);
        loaded.Invoking(it => it.Standardized(new Standardization([1, 2, 3], [1, 2, 3]))).Should().Throw<InvalidOperationException>()
            .WithMessage("*before it is saved*");
        LiquidNetwork.Regressor(new Bidirectional(new CfcCell(3, 4, seed: 1), new LtcCell(3, 3, seed: 2)), outputs: 2)
            .Standardized(new Standardization([1, 2, 3], [1, 2, 3])).ShouldComeBack(opensStreams: false);
    }

    [Fact]
    public void A_wiring_comes_back_with_the_roles_of_its_neurons()
    {
        var cell = new LtcCell(3, new AutoNeuralCircuitPolicy(units: 10, outputs: 2));
        var loaded = LiquidNetwork.Classifier(new StackedCell(cell, new GruCell(2, 2)), classes: 2).ToBytes().ToNetwork();
        loaded.Cell.Wiring.Should().BeNull();
        var wiring = CellDescription.PartsOf(loaded.Cell).First().Wiring;
        wiring.Should().Be(cell.Wiring);
        wiring!.Name.Should().Be(cell.Wiring.Name);
        LiquidNetwork.Classifier(cell, classes: 2).ToBytes().ToNetwork().Cell.Wiring.Should().Be(cell.Wiring);
    }

    [Fact]
    public void Constraints_come_back_and_act()
    {
        var parameters = new[]
        {
            Parameter.Vector("scale", [1, 0, 2, 3], NonNegative.Instance),
            Parameter.Of("W", 4, 4, [.. Enumerable.Range(0, 16).Select(value => 0.1f * value)], new SparsityMask(
                [.. Enumerable.Range(0, 16).Select(value => value % 3 > 0)])),
            Parameter.Vector("bias", [1, -1, 0, 2], new FixedSign([1, -1, 0, 1])),
            Parameter.Vector("still", [5]),
        };
        parameters[3].IsTrainable = false;
        var cell = new FormulaCell(4, 4, (input, state, timespan) =>
            state + timespan * (Tanh(Affine(parameters[2], (input, parameters[1])) * parameters[0]) - parameters[3] * state));
        var loaded = LiquidNetwork.Regressor(cell, outputs: 1).ShouldComeBack(longestTimespan: 0.1f);

        foreach (var parameter in loaded.Parameters)
            parameter.Values.Fill(-9);
        loaded.Forward(Matrix<float>.Build.Dense(1, 4));
        loaded.Parameters["scale"].Values.ToArray().Should().Equal(0, 0, 0, 0);
        loaded.Parameters["W"].Values.ToArray().Count(value => value == -9).Should().Be(10);
        loaded.Parameters["bias"].Values.ToArray().Should().Equal(0, -9, 0, 0);
        loaded.Parameters["still"].IsTrainable.Should().BeFalse();
    }

    [Fact]
    public void Preparation_and_names_come_back()
    {
        var network = LiquidNetwork.Regressor(new MissingValueCell(3, inputs => new CfcCell(inputs, 4, seed: 1)), outputs: 2)
            .Standardized(new Standardization([1, 2, 3], [2, 3, 4]), new Standardization([5, 6], [7, 8]));
        (network.FeatureNames, network.OutputNames) = (["pulse", "\"pressure\"", "Fi\u00df\u4e00"], ["up", "down"]);
        var loaded = network.ShouldComeBack();
        loaded.FeatureNames.Should().Equal(network.FeatureNames);
        loaded.OutputNames.Should().Equal(network.OutputNames);
        loaded.Parameters["target.mean"].IsTrainable.Should().BeFalse();
        var gaps = Matrix<float>.Build.Dense(4, 3, (row, column) => row == column ? float.NaN : row);
        loaded.Forward(gaps).Should().Be(network.Forward(gaps));
    }

    [Fact]
    public void Stability_is_still_watched_over_as_the_parameters_are_then()
    {
        var loaded = LiquidNetwork.Regressor(
            new StackedCell(new LeakyIntegratorCell(2, 3) { Unfolds = 2 }, new GruCell(3, 2)), outputs: 1).ToBytes().ToNetwork();
        loaded.Invoking(it => it.OpenStream().Step([1, 2], elapsed: 9)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*timespan 9*longer than 8*");
        loaded.Parameters["layers.0.tau"].SetEffectiveValues([8]);
        loaded.Invoking(it => it.OpenStream().Step([1, 2], elapsed: 9)).Should().NotThrow();
    }

    [Fact]
    public void A_loaded_cell_is_a_cell_it_gets_other_readouts_and_is_a_part_of_others()
    {
        var cell = new CfcCell(2, 3, seed: 1);
        var loaded = LiquidNetwork.Classifier(cell, classes: 2).ToBytes().ToNetwork();
        var (own, other) = (
            LiquidNetwork.Regressor(new StackedCell(cell, new GruCell(3, 2)), outputs: 1),
            LiquidNetwork.Regressor(new StackedCell(loaded.Cell, new GruCell(3, 2)), outputs: 1));
        other.ToBytes().ToNetwork().ToString().Should().Be(own.ToString());
        var x = Matrix<float>.Build.Random(5, 2, 1);
        other.Forward(x).Should().Be(own.Forward(x));
    }

    [Fact]
    public void Infinite_limits_of_an_equation_come_back()
    {
        var cell = new FormulaCell(1, 1, (input, state, _) => Clamp(state + input, -0f, float.PositiveInfinity));
        LiquidNetwork.Regressor(cell, outputs: 1).ShouldComeBack();
    }

    [Fact]
    public void An_equation_of_ten_thousand_operators_in_a_row_comes_back()
    {
        var bytes = LiquidNetwork.Regressor(new FormulaCell(1, 1, (input, state, _) => Chain(state + input)), outputs: 1).ToBytes();
        bytes.ToNetwork().ToBytes().Should().Equal(bytes);

        static Signal Chain(Signal signal)
        {
            for (var link = 0; link < 10_000; link++)
                signal = 0.5f * Tanh(signal);
            return signal;
        }
    }

    sealed class SeveralLabels(int inputSize) : Readout(inputSize, 2)
    {
        readonly Parameter weights = Parameter.Glorot("W_out", inputSize, 2, seed: 1);
        readonly Parameter temperature = Parameter.Positive("temperature", 1, initial: 2);

        public override OutputKind OutputKind => OutputKind.Probabilities;

        public override Signal Logits(Signal output) => Affine(weights, output);

        public override Signal Predictions(Signal logits) => Sigmoid(logits / temperature);
    }
}
