using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Import;
using LiquidNet.Solvers;
using LiquidNet.Tests.Cells;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Import;

public sealed class NcpsSavingTests : IDisposable
{
    readonly string path = Path.Combine(Directory.CreateTempSubdirectory("liquidnet-ncps-").FullName, "model.pt");

    public static TheoryData<string> Names => [.. CellCatalog.Names];

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cell_comes_back_the_same_or_is_refused_with_the_reason(string name)
    {
        var cell = CellCatalog.Find(name).CreateScattered(seed: 7);
        if (WhyRefused(cell) is { } reason)
        {
            reason.Should().StartWith("ncps cannot hold this model: ").And.EndWith(".");
            IsKnown(cell).Should().BeFalse("ncps has a cell like '{0}'", name);
            File.Exists(path).Should().BeFalse();
            return;
        }

        var loaded = NcpsCheckpoint.LoadCell(path, OptionsOf(cell));
        var inputs = Matrix<float>.Build.Random(9, cell.InputSize, 3);
        Outputs(loaded, inputs).Should().Equal(Outputs(cell, inputs));
    }

    [Fact]
    public void A_wiring_comes_back_synapse_by_synapse()
    {
        var cell = new LtcCell(5, new NeuralCircuitPolicy(6, 4, 2, 3, 2, 4, 2));
        NcpsCheckpoint.SaveCell(cell, path);
        var wiring = NcpsCheckpoint.LoadCell(path, OptionsOf(cell)).Should().BeOfType<LtcCell>().Which.Wiring;
        wiring.Synapses.Should().Equal(cell.Wiring.Synapses);
        wiring.SensorySynapses.Should().Equal(cell.Wiring.SensorySynapses);
    }

    [Fact]
    public void A_classifier_goes_with_the_linear_layer_of_its_readout()
    {
        var network = LiquidNetwork.Classifier(new CfcCell(3, 4) { BackboneUnits = 5 }, classes: 2, seed: 1);
        NcpsCheckpoint.SaveNetwork(network, path, "head");
        var logits = NcpsCheckpoint.LoadNetwork(path, "head").Forward(Matrix<float>.Build.Random(6, 3, 1));
        var probabilities = network.Forward(Matrix<float>.Build.Random(6, 3, 1));
        for (var step = 0; step < 6; step++)
            Math.Log(probabilities[step, 1] / probabilities[step, 0]).Should().BeApproximately(logits[step, 1] - logits[step, 0], 1e-5);
    }

    [Fact]
    public void What_ncps_cannot_hold_is_refused_and_nothing_is_written()
    {
        Refuse(new LtcCell(2, 3) { Solver = RungeKutta4.Instance }, "*semi-implicit Euler*");
        Refuse(new LtcCell(2, 3) { Unfolds = UnfoldPolicy.ByStepLength(0.5f, 8) }, "*unfolds of at most 0.5*fixed*");
        Refuse(new LtcCell(2, 3) { TimespanOffset = 0.001f }, "*TimespanOffset*");
        Refuse(new CfcCell(2, 3) { Unfolds = 2 }, "*'CfC' has 2 unfolds*");
        Refuse(new CfcCell(2, 3) { Semantics = CfcSemantics.Keras }, "*model of Keras*");
        Refuse(new CfcCell(2, 3) { Activation = Activation.Softplus }, "*activation is Softplus*");
        Refuse(new WiredCfcCell(2, new FullyConnected(3)), "*form Sparse*WiredCfcForm.Ncps*");
        Refuse(MixedMemoryCell.AsInput(2, new CfcCell(3, 3)), "*ncps.keras*");
        Refuse(new MixedMemoryCell(new MixedMemoryCell(new CfcCell(2, 3))), "*no 'CfC with memory'*");
        Refuse(new LeakyIntegratorCell(2, 3), "*no 'leaky integrator'*");
        this.Invoking(_ => NcpsCheckpoint.SaveNetwork(new(new CfcCell(2, 3), new IdentityReadout(3)), path, "head"))
            .Should().Throw<ArgumentException>().WithMessage("*no linear layer*SaveCell*");
        this.Invoking(_ => NcpsCheckpoint.SaveNetwork(
                LiquidNetwork.Regressor(new CfcCell(2, 3) { BackboneLayers = 0 }, 3), path, "rnn_cell.ff1", ""))
            .Should().Throw<ArgumentException>().WithMessage("*two*'rnn_cell.ff1.weight'*");
        Directory.GetFiles(Path.GetDirectoryName(path)!).Should().BeEmpty();
    }

    void Refuse(LiquidCell cell, string message) => WhyRefused(cell).Should().Match(message);

    string? WhyRefused(LiquidCell cell)
    {
        try
        {
            NcpsCheckpoint.SaveCell(cell, path);
            return null;
        }
        catch (ArgumentException refusal)
        {
            return refusal.Message;
        }
    }

    static bool IsKnown(LiquidCell cell) => cell switch
    {
        LtcCell ltc => ltc.Solver is SemiImplicitEuler && ltc.Unfolds.IsFixed && ltc.TimespanOffset == 0,
        CfcCell cfc => (cfc.Semantics == CfcSemantics.Torch || cfc.Mode == CfcMode.Pure)
            && cfc.Activation is not (Activation.Identity or Activation.Softplus),
        WiredCfcCell wired => wired.Form == WiredCfcForm.Ncps,
        MixedMemoryCell memory => memory.Topology == MixedMemoryTopology.Torch && IsKnown(memory.Parts.Single().Cell),
        _ => false,
    };

    static NcpsOptions OptionsOf(LiquidCell cell) => (cell is MixedMemoryCell memory ? memory.Parts.Single().Cell : cell) switch
    {
        LtcCell ltc => new()
        {
            Unfolds = ltc.Unfolds,
            Constraints = ltc.Constraints,
            Epsilon = ltc.Epsilon,
            MotorNeurons = ltc.OutputSize,
        },
        CfcCell cfc => new() { Mode = cfc.Mode, Activation = cfc.Activation },
        WiredCfcCell wired => new() { Mode = wired.Mode },
        _ => new(),
    };

    static float[] Outputs(LiquidCell cell, Matrix<float> inputs) =>
        new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize)).Forward(inputs).ToRowMajorArray();

    [Fact]
    public void A_classifier_comes_back_as_one_where_that_is_said()
    {
        var network = LiquidNetwork.Classifier(new CfcCell(2, 3, seed: 4), classes: 3, seed: 5);
        NcpsCheckpoint.SaveNetwork(network, path, "head");
        var sequence = new Sequence(Matrix<float>.Build.Random(6, 2, 7));

        var loaded = NcpsCheckpoint.LoadClassifier(path, "head");

        loaded.Readout.OutputKind.Should().Be(OutputKind.Classes);
        loaded.Forward(sequence).Should().Be(network.Forward(sequence));
        NcpsCheckpoint.LoadNetwork(path, "head").Readout.OutputKind.Should().Be(OutputKind.Values);
    }
}
