using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Cells;

public class WiredCfcCellTests
{
    public static TheoryData<string> Wirings { get; } = ["AutoNCP", "NCP", "Random", "FullyConnected", "shortcuts"];

    [Theory]
    [MemberData(nameof(Wirings))]
    public void Within_a_step_a_signal_takes_the_ways_of_the_wiring_and_no_others(string name)
    {
        var wiring = WiringOf(name);
        var cell = new WiredCfcCell(wiring, seed: 3);
        var order = wiring.Layers.SelectMany(layer => layer.Neurons).ToArray();
        var input = Enumerable.Range(0, wiring.Inputs).Select(index => 0.3 * (index + 1)).ToArray();
        var state = Enumerable.Range(0, wiring.Units).Select(index => 0.4 - 0.1 * (index % 7)).ToArray();
        var before = OneRun.Step(cell, input, state, 0.7);

        for (var source = 0; source < wiring.Inputs + wiring.Units; source++)
        {
            var (changedInput, changedState) = ((double[])input.Clone(), (double[])state.Clone());
            if (source < wiring.Inputs)
                changedInput[source] += 1;
            else
                changedState[Array.IndexOf(order, source - wiring.Inputs)] += 1;
            var after = OneRun.Step(cell, changedInput, changedState, 0.7);
            var reached = Reached(wiring, source);

            for (var row = 0; row < order.Length; row++)
            {
                (after[row] != before[row]).Should()
                    .Be(reached.Contains(order[row]), "of {0} from {1} to neuron {2}", name, source, order[row]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Wirings))]
    public void Heads_and_gate_have_a_weight_for_every_synapse_and_for_every_neurons_own_state(string name)
    {
        var wiring = WiringOf(name);
        var cell = new WiredCfcCell(wiring);
        var self = wiring.Synapses.Count(synapse => synapse.Source == synapse.Target);
        var expected = wiring.Synapses.Count - self + wiring.Units + wiring.SensorySynapses.Count;

        foreach (var head in (string[])["ff1", "ff2", "time_a", "time_b"])
        {
            wiring.Layers.Sum(layer => cell.Parameters[$"{layer.Name}.{head}.weight"].Values.ToArray().Count(weight => weight != 0))
                .Should().Be(expected);
        }
    }

    [Fact]
    public void Heads_keep_the_sign_of_every_synapse_whatever_training_does()
    {
        var wiring = WiringOf("Random");
        var weights = new WiredCfcCell(wiring).Parameters["neurons.ff2.weight"];
        Check();
        for (var index = 0; index < weights.Values.Length; index++)
            weights.Values[index] += 0.3f * (index % 3 - 1);
        weights.Projection!.Apply(weights.Values);
        Check();

        void Check()
        {
            var rows = wiring.Inputs + wiring.Units;
            for (var target = 0; target < wiring.Units; target++)
            {
                for (var source = 0; source < rows; source++)
                {
                    var sign = source < wiring.Inputs
                        ? wiring.SensorySynapses.Polarity(source, target)
                        : wiring.Synapses.Polarity(source - wiring.Inputs, target);
                    if (sign == 0 && source - wiring.Inputs == target)
                        sign = 1;
                    (weights.Values[target * rows + source] * sign).Should().BeGreaterThanOrEqualTo(0);
                    if (sign == 0)
                        weights.Values[target * rows + source].Should().Be(0);
                }
            }
        }
    }

    [Fact]
    public void The_output_is_the_motor_neurons_whichever_layers_they_are_in()
    {
        var wiring = new Wiring(
            "mixed", 3, [new NeuronLayer("first", NeuronKind.Custom, 2, 2), new NeuronLayer("last", NeuronKind.Motor, 0, 2)],
            new SynapseTable(4, 4, [new Synapse(2, 0, 1), new Synapse(3, 1, -1)]),
            new SynapseTable(1, 4, [new Synapse(0, 2, 1), new Synapse(0, 3, 1)]));
        var run = OneRun.Of(new WiredCfcCell(wiring), [0.5], [0.1, 0.2, 0.3, 0.4], [1]);

        run.Outputs.Should().Equal(run.States[2], run.States[3], run.States[0]);
    }

    [Fact]
    public void The_form_of_ncps_gives_all_units_of_a_single_layer_and_the_others_only_the_motor_neurons()
    {
        var wiring = new FullyConnected(units: 6, outputs: 2);
        new WiredCfcCell(3, wiring) { Form = WiredCfcForm.Ncps }.OutputSize.Should().Be(6);
        new WiredCfcCell(3, wiring) { Form = WiredCfcForm.Keras }.OutputSize.Should().Be(2);
        new WiredCfcCell(3, wiring).OutputSize.Should().Be(2);
        new WiredCfcCell(3, wiring) { ProjectionSize = 4, Form = WiredCfcForm.Ncps }.OutputSize.Should().Be(4);
    }

    [Fact]
    public void The_state_is_bounded_by_one()
    {
        var cell = new WiredCfcCell(4, new AutoNeuralCircuitPolicy(units: 12, outputs: 2));
        OneRun.Step(cell, [1e5, -1e5, 1e5, 3], [.. Enumerable.Repeat(1e5, 12)], 17).Should()
            .OnlyContain(value => Math.Abs(value) <= 1 + 1e-6);
    }

    [Fact]
    public void Masks_belong_to_the_parameters_and_never_to_the_gate_of_ncps()
    {
        var cell = new WiredCfcCell(4, new AutoNeuralCircuitPolicy(units: 12, outputs: 2)) { Form = WiredCfcForm.Ncps };
        cell.Parameters["command.ff1.weight"].Projection.Should().BeOfType<SparsityMask>();
        cell.Parameters["command.time_a.weight"].Projection.Should().BeNull();
    }

    static Wiring WiringOf(string name) => name switch
    {
        "AutoNCP" => new AutoNeuralCircuitPolicy(units: 14, outputs: 3) { Seed = 5 }.Build(4),
        "NCP" => new NeuralCircuitPolicy(6, 5, 2, 3, 2, 4, 2) { Seed = 7 }.Build(3),
        "Random" => new RandomWiring(9, 2) { Sparsity = 0.7 }.Build(3),
        "FullyConnected" => new FullyConnected(5, 2) { SelfConnections = false }.Build(2),
        _ => new Wiring(
            "shortcuts", 1, [new NeuronLayer("inter", NeuronKind.Inter, 1, 2), new NeuronLayer("command", NeuronKind.Command, 3, 2),
                new NeuronLayer("motor", NeuronKind.Motor, 0, 1)],
            new SynapseTable(5, 5, [new(1, 3, 1), new(3, 4, -1), new(3, 0, 1), new(2, 0, -1), new(0, 1, 1), new(4, 2, 1), new(1, 2, -1)]),
            new SynapseTable(3, 5, [new(0, 1, 1), new(1, 4, 1), new(2, 0, -1)])),
    };

    /// <summary>
    /// The neurons that a change of a source reaches within one step: along synapses to any neuron from an input or from an earlier
    /// state, and from there on only to later layers, which see this step's state.
    /// </summary>
    static HashSet<int> Reached(Wiring wiring, int source)
    {
        int LayerOf(int neuron) => Enumerable.Range(0, wiring.Layers.Count).Single(layer => wiring.Layers[layer].Contains(neuron));
        var neuronBefore = source - wiring.Inputs;
        var reached = new HashSet<int>();
        for (var layer = 0; layer < wiring.Layers.Count; layer++)
        {
            foreach (var target in wiring.Layers[layer].Neurons)
            {
                var directly = neuronBefore < 0
                    ? wiring.SensorySynapses.Polarity(source, target) != 0
                    : target == neuronBefore || (LayerOf(neuronBefore) >= layer && wiring.Synapses.Polarity(neuronBefore, target) != 0);
                if (directly || reached.Any(earlier => LayerOf(earlier) < layer && wiring.Synapses.Polarity(earlier, target) != 0))
                    reached.Add(target);
            }
        }

        return reached;
    }
}
