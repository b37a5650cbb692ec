using LiquidNet.Wirings;

namespace LiquidNet.Tests.Wirings;

public class LayeredWiringTests
{
    static LayeredWiring Three => new LayeredWiring().Inter(5).Command(4).Motor(2);

    [Fact]
    public void The_layers_of_a_policy_build_the_policy()
    {
        var layered = (Three with { Seed = 22222 })
            .FanOut("sensory", "inter", 2)
            .FanOut("inter", "command", 2)
            .Recurrent("command", 3)
            .FanIn("command", "motor", 2);

        layered.Build(inputs: 4).Should().Be(new NeuralCircuitPolicy(5, 4, 2, 2, 2, 3, 2).Build(inputs: 4));
    }

    [Fact]
    public void Motor_layers_are_numbered_first_in_the_order_they_were_added()
    {
        var wiring = new LayeredWiring().Layer("retina", 3).Motor(1, "steering").Inter(2).Motor(2, "throttle").Build(inputs: 1);

        wiring.Layers.Should().Equal(
            new NeuronLayer("retina", NeuronKind.Custom, 5, 3),
            new NeuronLayer("steering", NeuronKind.Motor, 0, 1),
            new NeuronLayer("inter", NeuronKind.Inter, 3, 2),
            new NeuronLayer("throttle", NeuronKind.Motor, 1, 2));
        wiring.Outputs.Should().Be(3);
    }

    [Fact]
    public void Named_inputs_are_consecutive_and_can_be_connected_apart()
    {
        var wiring = Three.Sensory("lidar", 3).Sensory("gyro", 2)
            .Dense("gyro", "command")
            .Dense("lidar", "inter")
            .Build(inputs: 5);

        wiring.SensorySynapses.Count.Should().Be(3 * 5 + 2 * 4);
        wiring.SensorySynapses.Where(s => s.Source < 3).Should().OnlyContain(s => wiring.KindOf(s.Target) == NeuronKind.Inter);
        wiring.SensorySynapses.Where(s => s.Source >= 3).Should().OnlyContain(s => wiring.KindOf(s.Target) == NeuronKind.Command);
    }

    [Fact]
    public void A_single_synapse_replaces_what_was_drawn_before()
    {
        var dense = Three.Dense("command", "motor");
        foreach (var polarity in new[] { -1, 1 })
        {
            var wiring = dense.Synapse("command", 3, "motor", 1, polarity).Build(inputs: 1);
            wiring.Synapses.Polarity(wiring.Layer("command").First + 3, 1).Should().Be(polarity);
            wiring.Synapses.Count.Should().Be(8);
        }
    }

    [Fact]
    public void Adding_a_rule_leaves_the_old_specification_as_it_was()
    {
        var before = Three;
        var after = before.Recurrent("command", 3);

        before.Should().Be(Three).And.NotBe(after);
        after.Should().Be(Three.Recurrent("command", 3));
        after.GetHashCode().Should().Be(Three.Recurrent("command", 3).GetHashCode());
        before.Should().NotBe(before with { Name = "other" });
        before.Should().NotBe(before with { Seed = 1 });
        before.Should().NotBe(before.Sensory("gyro", 1));
        before.Should().NotBe(new LayeredWiring().Inter(5).Command(3).Motor(2));
    }

    [Fact]
    public void A_specification_prints_its_layers() =>
        (Three with { Name = "driver" }).Recurrent("command", 3).ToString()
            .Should().Be("driver: sensory -> inter 5 -> command 4 -> motor 2, 1 rule, seed 22222");

    public static TheoryData<string, Action> Impossible => new()
    {
        { "The name 'inter' is taken*", () => Three.Inter(2) },
        { "The name 'sensory' is taken; 'sensory' are all inputs*", () => Three.Layer("sensory", 2) },
        { "The name 'motor' is taken*", () => Three.Sensory("motor", 2) },
        { "*empty*", () => Three.Layer(" ", 2) },
        { "*empty*", () => _ = Three with { Name = "" } },
        { "The seed must be between 0 and 4294967295 but is -1*", () => _ = Three with { Seed = -1 } },
        { "The number of inputs of 'gyro' must be between 1 and 2147483647 but is 0*", () => Three.Sensory("gyro", 0) },
        {
            "The number of inputs of 'gyro' is 1, and no value is possible*2147483647 are named already.*",
            () => Three.Sensory("eyes", int.MaxValue).Sensory("gyro", 1)
        },
        { "The number of neurons of 'tail' must be between 1 and 32757 but is 0*11 are taken*", () => Three.Layer("tail", 0) },
        { "The number of neurons of 'tail' must be between 1 and 32757 but is 32758*", () => Three.Layer("tail", 32_758) },
        {
            "There is no layer 'tail' yet; add it before connecting it. There are 'sensory', 'inter', 'command', 'motor'.*",
            () => Three.Dense("inter", "tail")
        },
        { "There is no layer 'tail' yet*", () => Three.Dense("tail", "inter") },
        { "'sensory' are inputs and cannot receive synapses*", () => Three.Dense("motor", "sensory") },
        { "'gyro' are inputs and cannot receive synapses*", () => Three.Sensory("gyro", 1).Dense("motor", "gyro") },
        {
            "The fan-out of 'inter' must be between 1 and 4 but is 5:"
            + " a neuron of 'inter' connects to neurons of 'command', of which there are 4.*",
            () => Three.FanOut("inter", "command", 5)
        },
        { "The fan-out of 'inter' must be between 1 and 4 but is 0*", () => Three.FanOut("inter", "command", 0) },
        {
            "The fan-in of 'motor' must be between 1 and 4 but is 5:"
            + " a neuron of 'motor' receives from neurons of 'command', of which there are 4.*",
            () => Three.FanIn("command", "motor", 5)
        },
        { "The fan-in of 'inter' must be between 1 and 3 but is 4*", () => Three.FanIn("sensory", "inter", 4).Build(inputs: 3) },
        { "The fan-in of 'inter' must be between 1 and 3 but is 4*", () => Three.Sensory("gyro", 3).FanIn("gyro", "inter", 4) },
        { "The number of recurrent synapses of 'command' must be at least 0 but is -1*", () => Three.Recurrent("command", -1) },
        { "The neuron of 'command' must be between 0 and 3 but is 4*", () => Three.Synapse("command", 4, "motor", 0, 1) },
        { "The neuron of 'motor' must be between 0 and 1 but is -1*", () => Three.Synapse("command", 0, "motor", -1, 1) },
        { "The neuron of 'sensory' must be between 0 and 2 but is 3*", () => Three.Synapse("sensory", 3, "inter", 0, 1).Build(inputs: 3) },
        {
            "The polarity from 'command' to 'motor' must be +1 (excitatory) or -1 (inhibitory) but is 0.*",
            () => Three.Synapse("command", 0, "motor", 0, 0)
        },
        { "The wiring 'Layered' names 3 inputs but is built for 4*", () => Three.Sensory("gyro", 3).Build(inputs: 4) },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Impossible_layers_and_rules_are_refused_with_the_reason(string message, Action build) =>
        build.Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void A_wiring_without_outputs_is_refused() =>
        FluentActions.Invoking(() => new LayeredWiring().Inter(3).Build(inputs: 1))
            .Should().Throw<InvalidOperationException>()
            .WithMessage("The wiring 'Layered' has no motor layer*add one with Motor(neurons).");
}
