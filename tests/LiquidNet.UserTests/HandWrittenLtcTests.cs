using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.UserTests;

public class HandWrittenLtcTests
{
    [Fact]
    public void The_formula_of_the_paper_is_the_built_in_cell()
    {
        var builtIn = new LtcCell(1, new AutoNeuralCircuitPolicy(units: 12, outputs: 3), seed: 1);
        EqualModels.ShouldAgree(new Ltc(builtIn), builtIn);
    }

    /// <summary>Hasani et al., "Liquid time-constant networks" (2021): conductances pull each neuron to its potentials.</summary>
    sealed class Ltc : OdeCell
    {
        readonly Wiring wiring;
        readonly float epsilon;
        readonly Dictionary<string, Parameter> own;

        public Ltc(LtcCell model)
            : base(model.InputSize, model.StateSize, model.OutputSize)
        {
            (wiring, epsilon, own) = (model.Wiring, model.Epsilon, EqualModels.CopiesOf(model.Parameters));
            Unfolds = 6;
        }

        public override Signal Output(Signal state) => own["output_w"] * Slice(state, 0, OutputSize) + own["output_b"];

        protected override Rates Rates(Signal input, Signal state)
        {
            var inputs = own["input_w"] * input + own["input_b"];
            var (leak, potential) = (own["gleak"], own["vleak"]);
            return new(
                Decay: leak + Conductance(state, wiring.Synapses, "") + Conductance(inputs, wiring.SensorySynapses, "sensory_") + epsilon,
                Drive: leak * potential + Current(state, wiring.Synapses, "") + Current(inputs, wiring.SensorySynapses, "sensory_"),
                Capacitance: own["cm"]);
        }

        Signal Conductance(Signal source, SynapseTable table, string kind) => Sum(source, table, kind, own[kind + "w"]);

        Signal Current(Signal source, SynapseTable table, string kind) => Sum(source, table, kind, own[kind + "w"] * own[kind + "erev"]);

        Signal Sum(Signal source, SynapseTable table, string kind, Signal weights) =>
            SynapticSum(source, table.Sources, table.Starts, weights, own[kind + "mu"], own[kind + "sigma"]);
    }
}
