using LiquidNet.Wirings;

namespace LiquidNet.Tests.Wirings;

public class ImpossibleSpecificationTests
{
    static NeuralCircuitPolicy Policy(
        int inter = 5, int command = 4, int motor = 2, int sensoryFanOut = 2, int interFanOut = 2, int recurrent = 3, int motorFanIn = 2) =>
        new(inter, command, motor, sensoryFanOut, interFanOut, recurrent, motorFanIn);

    public static TheoryData<string, string, Action> Impossible => new()
    {
        {
            "units", "The number of units must be between 1 and 32768 but is 0: a wiring has at least one neuron*",
            () => _ = new FullyConnected(0)
        },
        { "units", "The number of units must be between 1 and 32768 but is 32769*", () => _ = new RandomWiring(32_769) },
        {
            "outputs", "The number of outputs must be between 1 and 4 but is 5: outputs are read from the first of 4 neurons.*",
            () => _ = new FullyConnected(4, 5)
        },
        { "outputs", "The number of outputs must be between 1 and 4 but is 0*", () => _ = new RandomWiring(4, 0) },
        {
            "seed", "The seed must be between 0 and 9223372036854775807 but is -1: numpy's generator accepts no others.*",
            () => _ = new FullyConnected(4) { Seed = -1 }
        },
        { "seed", "The seed must be between 0*", () => _ = new RandomWiring(4) { Seed = -1 } },
        { "seed", "The seed must be between 0 and 4294967295 but is 4294967296*", () => _ = Policy() with { Seed = 1L << 32 } },
        { "seed", "The seed must be between 0 and 4294967295 but is -1*", () => _ = new AutoNeuralCircuitPolicy(8, 2) { Seed = -1 } },
        {
            "Sparsity",
            "The sparsity must be at least 0 and below 1 but is 1: it is the share of synapses left out, and some must remain.*",
            () => _ = new RandomWiring(4) { Sparsity = 1 }
        },
        { "Sparsity", "*below 1 but is -0.1*", () => _ = new RandomWiring(4) { Sparsity = -0.1 } },
        { "Sparsity", "*below 1 but is NaN*", () => _ = new RandomWiring(4) { Sparsity = double.NaN } },
        {
            "Sparsity", "The sparsity must be between 0.1 and 1 but is 0.09*",
            () => _ = new AutoNeuralCircuitPolicy(8, 2) { Sparsity = 0.09 }
        },
        {
            "Sparsity", "The sparsity must be between 0.1 and 1 but is 1.1*",
            () => _ = new AutoNeuralCircuitPolicy(8, 2) { Sparsity = 1.1 }
        },
        {
            "Sparsity", "The sparsity must be between 0.1 and 1 but is NaN*",
            () => _ = new AutoNeuralCircuitPolicy(8, 2) { Sparsity = double.NaN }
        },
        {
            "outputs",
            "The number of outputs must be between 1 and 5 but is 6: of 8 units at least 3 must remain for inter and command neurons.*",
            () => _ = new AutoNeuralCircuitPolicy(8, 6)
        },
        {
            "outputs", "The number of outputs is 1, and no value is possible: of 3 units at least 3 must remain*",
            () => _ = new AutoNeuralCircuitPolicy(3, 1)
        },
        { "units", "The number of units must be between 1 and 32768 but is -2*", () => _ = new AutoNeuralCircuitPolicy(-2, 1) },
        {
            "interNeurons", "The number of inter neurons must be between 1 and 32766 but is 0: a policy has at least one*",
            () => Policy(inter: 0)
        },
        { "commandNeurons", "The number of command neurons must be between 1 and 32762 but is 0*", () => Policy(command: 0) },
        { "commandNeurons", "The number of command neurons must be between 1 and 1 but is 2*", () => Policy(inter: 32_766, command: 2) },
        {
            "motorNeurons", "The number of motor neurons must be between 1 and 32759 but is 0: they are the outputs*",
            () => Policy(motor: 0)
        },
        { "motorNeurons", "The number of motor neurons must be between 1 and 32759 but is 32760*", () => Policy(motor: 32_760) },
        {
            "sensoryFanOut",
            "The sensory fan-out must be between 0 and 5 but is 6: an input connects to inter neurons, of which there are 5.*",
            () => Policy(sensoryFanOut: 6)
        },
        { "sensoryFanOut", "The sensory fan-out must be between 0 and 5 but is -1*", () => Policy(sensoryFanOut: -1) },
        {
            "interFanOut",
            "The inter fan-out must be between 0 and 4 but is 5: an inter neuron connects to command neurons, of which there are 4.*",
            () => Policy(interFanOut: 5)
        },
        {
            "recurrentCommandSynapses", "The number of recurrent command synapses must be at least 0 but is -1*",
            () => Policy(recurrent: -1)
        },
        {
            "motorFanIn",
            "The motor fan-in must be between 0 and 4 but is 5: a motor neuron receives from command neurons, of which there are 4.*",
            () => Policy(motorFanIn: 5)
        },
        {
            "inputs",
            "The number of inputs must be between 1 and * but is 0: every pair of an input and one of 11 neurons must be countable.*",
            () => Policy().Build(0)
        },
        { "inputs", "The number of inputs must be between 1 and 195225786 but is 195225787*", () => Policy().Build(195_225_787) },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_impossible_number_is_named_with_what_is_possible_and_why(string parameter, string message, Action specify)
    {
        var thrown = specify.Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
        thrown.Which.ParamName.Should().Be(parameter);
        thrown.Which.ActualValue.Should().NotBeNull();
    }

    [Fact]
    public void The_smallest_and_sparsest_specifications_are_possible()
    {
        new FullyConnected(1).Build(1).Synapses.Count.Should().Be(1);
        new FullyConnected(1) { SelfConnections = false }.Build(1).Synapses.Count.Should().Be(0);
        new RandomWiring(1) { Sparsity = 0.99 }.Build(1).Synapses.Count.Should().Be(0);
        new AutoNeuralCircuitPolicy(4, 1) { Sparsity = 1 }.Build(1).Synapses.Count.Should().Be(4);
        Policy(inter: 1, command: 1, motor: 1, sensoryFanOut: 0, interFanOut: 0, recurrent: 0, motorFanIn: 0).Build(1)
            .Synapses.Count.Should().Be(2, "forgotten neurons are connected even where the fan-outs are zero");
    }
}
