using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Tests.Golden;
using LiquidNet.Tests.Runs.Support;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Circuits;

/// <summary>Cells that write their paper's formula as anybody may write it compile to what the built-in ones compile to.</summary>
public class HandWrittenCellTests
{
    [Fact]
    public void An_LTC_written_by_hand_is_the_built_in_one()
    {
        var builtIn = new LtcCell(5, new AutoNeuralCircuitPolicy(units: 16, outputs: 3));
        ShouldBeEqual(new Ltc(builtIn), builtIn);
    }

    [Theory]
    [InlineData(CfcSemantics.Torch)]
    [InlineData(CfcSemantics.PaperTf)]
    public void A_CfC_written_by_hand_is_the_built_in_one(CfcSemantics semantics)
    {
        var builtIn = new CfcCell(3, 8) { Semantics = semantics, BackboneUnits = 12 };
        ShouldBeEqual(new Cfc(builtIn), builtIn);
    }

    static void ShouldBeEqual(LiquidCell cell, LiquidCell builtIn)
    {
        OperatorsOf(cell).Should().Equal(OperatorsOf(builtIn));
        var episode = cell.EpisodeFor(seed: 2, batch: 5, steps: 4);
        var (run, expected) = (cell.Run(episode), builtIn.Run(episode));
        run.Outputs.Should().Equal(expected.Outputs);
        Tolerance.ShouldAgree(run.InputGradient, expected.InputGradient, Tolerance.Gradients, "gradient of the inputs");
        for (var index = 0; index < cell.Parameters.Count; index++)
        {
            var gradient = expected.ParameterGradients[builtIn.Parameters.IndexOf(cell.Parameters[index])];
            Tolerance.ShouldAgree(run.ParameterGradients[index], gradient, Tolerance.Gradients, cell.Parameters.NameOf(index));
        }

        static IEnumerable<string> OperatorsOf(LiquidCell cell) =>
            cell.Step.Operators.Where(operation => operation.Tempo != Tempo.Constant)
                .Select(operation => $"{operation.Tempo} {operation.GetType().Name} [{operation.Rows}]").Order();
    }

    /// <summary>Everything in an order of its own, and the step multiplied through by the capacitance.</summary>
    sealed class Ltc : LiquidCell
    {
        readonly LtcCell other;

        public Ltc(LtcCell other)
            : base(other.InputSize, other.StateSize, other.OutputSize)
        {
            this.other = other;
            Unfolds = UnfoldPolicy.Fixed(6);
        }

        public override Signal Next(Signal input, Signal state, Signal timespan)
        {
            var (inputs, wiring) = (input * other.Parameters["input_w"] + other.Parameters["input_b"], other.Wiring);
            var (leak, capacitance) = (other.Parameters["gleak"], other.Parameters["cm"]);
            var conductance = Sum(wiring.Synapses, state, "", isCurrent: false)
                + (Sum(wiring.SensorySynapses, inputs, "sensory_", isCurrent: false) + leak)
                + other.Epsilon;
            var current = Sum(wiring.SensorySynapses, inputs, "sensory_", isCurrent: true) + other.Parameters["vleak"] * leak
                + Sum(wiring.Synapses, state, "", isCurrent: true);
            return (timespan * current + capacitance * state) / (conductance * timespan + capacitance);
        }

        public override Signal Output(Signal state) =>
            other.Parameters["output_b"] + other.Parameters["output_w"] * Slice(state, 0, OutputSize);

        Signal Sum(SynapseTable table, Signal source, string prefix, bool isCurrent)
        {
            Signal weights = other.Parameters[prefix + "w"];
            return SynapticSum(
                source, table.Sources, table.Starts, isCurrent ? other.Parameters[prefix + "erev"] * weights : weights,
                other.Parameters[prefix + "mu"], other.Parameters[prefix + "sigma"]);
        }
    }

    /// <summary>The mean of two heads, as the paper writes it.</summary>
    sealed class Cfc(CfcCell other) : LiquidCell(other.InputSize, other.StateSize, other.OutputSize)
    {
        public override Signal Next(Signal input, Signal state, Signal timespan)
        {
            var features = LecunTanh(Map("backbone.0", Concatenate(input, state)));
            var isPaper = other.Semantics == CfcSemantics.PaperTf;
            var (slope, offset) = (Map("time_a", features), Map("time_b", features));
            var gate = Sigmoid(isPaper ? offset - timespan * slope : offset + slope * timespan);
            return (1 - gate) * Head("ff1") + gate * Head("ff2");

            Signal Head(string name) => isPaper ? LecunTanh(Map(name, features)) : Tanh(Map(name, features));
        }

        Signal Map(string name, Signal x) => Affine(other.Parameters[$"{name}.weight"], x) + other.Parameters[$"{name}.bias"];
    }
}
