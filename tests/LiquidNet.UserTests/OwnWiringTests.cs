using LiquidNet.Cells;
using LiquidNet.Wirings;

namespace LiquidNet.UserTests;

public class OwnWiringTests
{
    [Fact]
    public void A_specification_of_ones_own_wires_a_cell_that_trains()
    {
        var cell = new LtcCell(inputSize: 1, new Ring(Units: 12, Outputs: 4), seed: 1);
        cell.Wiring.Synapses.Count.Should().Be(12);
        LiquidNetwork.Classifier(cell, classes: 2).ShouldLearn(Learning.Sines);
    }

    [Fact]
    public void Layers_of_ones_own_wire_a_cell_that_trains()
    {
        var wiring = new LayeredWiring { Name = "Retina", Seed = 7 }
            .Layer("retina", 6).Command(6).Motor(4)
            .Dense("sensory", "retina")
            .FanOut("retina", "command", 3)
            .Recurrent("command", 8)
            .Dense("command", "motor");
        var cell = new LtcCell(inputSize: 1, wiring, seed: 1);
        cell.Wiring.CountOf(NeuronKind.Command).Should().Be(6);
        LiquidNetwork.Classifier(cell, classes: 2).ShouldLearn(Learning.Sines);
    }

    /// <summary>Every neuron excites the next, the last inhibits the first; inputs reach every neuron.</summary>
    sealed record Ring(int Units, int Outputs) : WiringSpecification
    {
        public override int Units { get; } = Units;

        public override int Outputs { get; } = Outputs;

        protected override Wiring Connect(int inputs)
        {
            var ring = Enumerable.Range(0, Units).Select(source => new Synapse(source, (source + 1) % Units, source < Units - 1 ? 1 : -1));
            var sensory = Enumerable.Range(0, inputs * Units).Select(at => new Synapse(at / Units, at % Units, at % 2 == 0 ? 1 : -1));
            return new Wiring(
                "Ring", Outputs, [new NeuronLayer("ring", NeuronKind.Inter, 0, Units)],
                new SynapseTable(Units, Units, ring), new SynapseTable(inputs, Units, sensory));
        }
    }
}
