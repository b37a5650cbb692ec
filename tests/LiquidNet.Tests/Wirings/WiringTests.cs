using LiquidNet.Wirings;

namespace LiquidNet.Tests.Wirings;

public class WiringTests
{
    static readonly Wiring Policy = new NeuralCircuitPolicy(
        interNeurons: 5, commandNeurons: 4, motorNeurons: 2, sensoryFanOut: 2, interFanOut: 2, recurrentCommandSynapses: 3, motorFanIn: 2)
        .Build(inputs: 4);

    [Fact]
    public void A_policy_has_its_layers_in_the_order_a_signal_passes_them_and_motor_ids_first()
    {
        Policy.Layers.Should().Equal(
            new NeuronLayer("inter", NeuronKind.Inter, First: 6, Count: 5),
            new NeuronLayer("command", NeuronKind.Command, First: 2, Count: 4),
            new NeuronLayer("motor", NeuronKind.Motor, First: 0, Count: 2));
        Policy.Layer("command").Contains(5).Should().BeTrue();
        Policy.Layer("command").Contains(6).Should().BeFalse();
        Policy.Layer("command").Contains(1).Should().BeFalse();
        Policy.CountOf(NeuronKind.Command).Should().Be(4);
        Policy.CountOf(NeuronKind.Sensory).Should().Be(4);
        Policy.CountOf(NeuronKind.Custom).Should().Be(0);
        Policy.KindOf(0).Should().Be(NeuronKind.Motor);
        Policy.KindOf(2).Should().Be(NeuronKind.Command);
        Policy.KindOf(6).Should().Be(NeuronKind.Inter);
    }

    [Fact]
    public void Outputs_of_an_unlayered_wiring_are_motor_neurons_and_the_others_inter_neurons()
    {
        var wiring = new FullyConnected(units: 4, outputs: 1).Build(inputs: 2);
        Enumerable.Range(0, 4).Select(wiring.KindOf)
            .Should().Equal(NeuronKind.Motor, NeuronKind.Inter, NeuronKind.Inter, NeuronKind.Inter);
    }

    [Fact]
    public void A_wiring_prints_its_name_and_sizes()
    {
        new AutoNeuralCircuitPolicy(units: 28, outputs: 4).Build(inputs: 20).ToString()
            .Should().Be("AutoNCP 20 -> 28 (4 outputs), 84 + 140 synapses");
        new FullyConnected(units: 2, outputs: 1).Build(inputs: 3).ToString()
            .Should().Be("FullyConnected 3 -> 2 (1 output), 4 + 6 synapses");
    }

    [Fact]
    public void Wirings_differ_when_seed_or_inputs_or_outputs_or_layers_do()
    {
        var specification = new FullyConnected(units: 4, outputs: 2);
        var wiring = specification.Build(3);

        wiring.Should().NotBe((specification with { Seed = 1 }).Build(3));
        wiring.Should().NotBe(specification.Build(4));
        wiring.Should().NotBe(new FullyConnected(4, 3).Build(3));
        wiring.Should().NotBe(new Wiring("other", 2, [new("all", NeuronKind.Inter, 0, 4)], wiring.Synapses, wiring.SensorySynapses));
        wiring.Should().Be(new Wiring("other", 2, wiring.Layers, wiring.Synapses, wiring.SensorySynapses), "the name does not count");
    }

    [Fact]
    public void Specifications_are_values()
    {
        new AutoNeuralCircuitPolicy(12, 3) { Sparsity = 0.8 }.Should().Be(new AutoNeuralCircuitPolicy(12, 3) { Sparsity = 0.8 });
        new AutoNeuralCircuitPolicy(12, 3).Should().NotBe(new AutoNeuralCircuitPolicy(12, 3) { Seed = 1 });
        new RandomWiring(4).Should().Be(new RandomWiring(4, outputs: 4) { Sparsity = 0, Seed = 1111 });
    }

    [Fact]
    public void A_forgotten_command_neuron_gets_at_most_as_many_synapses_as_there_are_command_neurons()
    {
        // Seven inter neurons with one synapse each: the average of two command neurons is 3, which ncps limits to 2.
        var lopsided = Enumerable.Range(0, 1_000)
            .Select(seed => new NeuralCircuitPolicy(7, 2, 1, 1, 1, 0, 1) { Seed = seed }.Build(inputs: 1))
            .Select(wiring => wiring.Layer("command").Neurons.Select(neuron => wiring.Synapses.Incoming(neuron).Length).Order().ToArray())
            .Where(fanIns => fanIns[1] == 7)
            .ToArray();

        lopsided.Should().NotBeEmpty().And.OnlyContain(fanIns => fanIns[0] == 2);
    }

    [Fact]
    public void An_unknown_layer_or_neuron_is_refused()
    {
        Policy.Invoking(w => w.Layer("Motor")).Should().Throw<ArgumentException>()
            .WithMessage("The wiring has no layer 'Motor'; its layers are 'inter', 'command', 'motor'.*");
        Policy.Invoking(w => w.KindOf(11)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The neuron must be between 0 and 10 but is 11: the wiring has 11 neurons.*");
        Policy.Invoking(w => w.Reachability.FromInput(4, 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The input must be between 0 and 3 but is 4: the wiring has 4 inputs.*");
        Policy.Invoking(w => w.Reachability.FromInput(0, 11)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The neuron must be between 0 and 10 but is 11*");
        Policy.Invoking(w => w.Reachability.FromNeuron(-1, 0)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The source must be between 0 and 10 but is -1*");
        Policy.Invoking(w => w.Reachability.FromNeuron(0, 11)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The target must be between 0 and 10 but is 11*");
    }

    public static TheoryData<string, NeuronLayer[]> ImpossibleLayers => new()
    {
        { "The layer name 'a' is empty or used twice*", [new("a", NeuronKind.Inter, 0, 1), new("a", NeuronKind.Inter, 1, 2)] },
        { "The layer name ' ' is empty or used twice*", [new(" ", NeuronKind.Inter, 0, 3)] },
        { "Layer 'a' has 2 neurons from 2, but the wiring has neurons 0 to 2.*", [new("a", NeuronKind.Inter, 2, 2)] },
        { "Layer 'a' has 0 neurons from 1, but*", [new("a", NeuronKind.Inter, 1, 0)] },
        { "Layer 'a' has 2 neurons from -1, but*", [new("a", NeuronKind.Inter, -1, 2)] },
        { "Layer 'a' is of sensory neurons; those are the inputs*", [new("a", NeuronKind.Sensory, 0, 3)] },
        { "Motor layer 'a' ends at neuron 2, but the outputs end at 0.*", [new("a", NeuronKind.Motor, 0, 3)] },
        { "Neuron 1 is in layer 'a' and in layer 'b'*", [new("a", NeuronKind.Inter, 0, 2), new("b", NeuronKind.Inter, 1, 2)] },
        { "Neuron 2 is in no layer; the layers must hold all 3 neurons.*", [new("a", NeuronKind.Inter, 0, 2)] },
    };

    [Theory]
    [MemberData(nameof(ImpossibleLayers))]
    public void Layers_that_do_not_hold_every_neuron_once_are_refused(string message, NeuronLayer[] layers)
    {
        var build = () => new Wiring("mine", 1, layers, new SynapseTable(3, 3, []), new SynapseTable(2, 3, []));
        build.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Theory]
    [InlineData(4, 3, 2, 3, 1, "Synapses among neurons need as many sources as targets but the table has 0 synapses, 4 -> 3.*")]
    [InlineData(3, 3, 2, 4, 1, "Sensory synapses must end at the same 3 neurons but the table has 0 synapses, 2 -> 4.*")]
    [InlineData(3, 3, 2, 3, 0, "The number of outputs must be between 1 and 3 but is 0*")]
    [InlineData(3, 3, 2, 3, 4, "The number of outputs must be between 1 and 3 but is 4*")]
    [InlineData(3, 3, 715827883, 3, 1, "The number of inputs must be between 1 and 715827882 but is 715827883*")]
    public void Sizes_that_do_not_fit_are_refused(int sources, int targets, int inputs, int inputTargets, int outputs, string message)
    {
        var build = () => new Wiring("mine", outputs, [new("all", NeuronKind.Inter, 0, targets)],
            new SynapseTable(sources, targets, []), new SynapseTable(inputs, inputTargets, []));
        build.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
