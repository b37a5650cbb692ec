using CsCheck;
using LiquidNet.Wirings;
using static LiquidNet.Tests.Wirings.SpecificationGenerators;

namespace LiquidNet.Tests.Wirings;

public class WiringPropertyTests
{
    [Fact]
    public void Building_twice_gives_equal_wirings_of_the_promised_size() => Gen.Select(Any, Inputs).Sample((specification, inputs) =>
    {
        var wiring = specification.Build(inputs);

        wiring.Should().Be(specification.Build(inputs));
        wiring.GetHashCode().Should().Be(specification.Build(inputs).GetHashCode());
        (wiring.Inputs, wiring.Units, wiring.Outputs).Should().Be((inputs, specification.Units, specification.Outputs));
        Enumerable.Range(0, wiring.Units).Count(neuron => wiring.KindOf(neuron) == NeuronKind.Motor).Should().Be(wiring.Outputs);
        Enum.GetValues<NeuronKind>().Sum(wiring.CountOf).Should().Be(wiring.Units + wiring.Inputs);
        wiring.Layers.SelectMany(layer => layer.Neurons).Order().Should().Equal(Enumerable.Range(0, wiring.Units));
    });

    [Fact]
    public void A_wiring_survives_json() => Gen.Select(Any, Inputs).Sample((specification, inputs) =>
    {
        var wiring = specification.Build(inputs);
        var read = Wiring.FromJson(wiring.ToJson());

        read.Should().Be(wiring);
        read.Name.Should().Be(wiring.Name);
    });

    [Fact]
    public void Synapses_are_sorted_by_target_and_then_by_source() => Gen.Select(Any, Inputs).Sample((specification, inputs) =>
    {
        var wiring = specification.Build(inputs);
        foreach (var table in new[] { wiring.Synapses, wiring.SensorySynapses })
            table.Should().Equal(table.OrderBy(synapse => synapse.Target).ThenBy(synapse => synapse.Source));
    });

    [Fact]
    public void A_fully_connected_wiring_has_every_pair_but_the_excluded_diagonal() => Gen.Select(Full, Inputs).Sample((full, inputs) =>
    {
        var wiring = full.Build(inputs);

        wiring.SensorySynapses.Count.Should().Be(inputs * full.Units);
        wiring.Synapses.Count.Should().Be(full.Units * full.Units - (full.SelfConnections ? 0 : full.Units));
        wiring.Synapses.Any(synapse => synapse.Source == synapse.Target).Should().Be(full.SelfConnections);
    });

    [Fact]
    public void A_random_wiring_has_the_share_of_synapses_that_sparsity_leaves() => Gen.Select(Sparse, Inputs).Sample((sparse, inputs) =>
    {
        var wiring = sparse.Build(inputs);
        var density = 1 - sparse.Sparsity;

        ((double)wiring.Synapses.Count).Should().BeApproximately(sparse.Units * sparse.Units * density, 0.5);
        ((double)wiring.SensorySynapses.Count).Should().BeApproximately(inputs * sparse.Units * density, 0.5);
    });

    [Fact]
    public void Inner_synapses_of_unlayered_wirings_do_not_depend_on_the_inputs() =>
        Gen.Select(Gen.OneOf(Full.Select(s => (WiringSpecification)s), Sparse.Select(s => (WiringSpecification)s)), Inputs)
            .Sample((specification, inputs) =>
                specification.Build(inputs).Synapses.Should().Equal(specification.Build(inputs + 1).Synapses));

    [Fact]
    public void A_policy_connects_neighbouring_layers_only() => Gen.Select(Policy, Inputs).Sample((policy, inputs) =>
    {
        var wiring = policy.Build(inputs);

        wiring.SensorySynapses.Should().OnlyContain(synapse => wiring.KindOf(synapse.Target) == NeuronKind.Inter);
        foreach (var (source, target, _) in wiring.Synapses)
        {
            (wiring.KindOf(source), wiring.KindOf(target)).Should().BeOneOf(
                (NeuronKind.Inter, NeuronKind.Command),
                (NeuronKind.Command, NeuronKind.Command),
                (NeuronKind.Command, NeuronKind.Motor));
        }
    });

    [Fact]
    public void A_policy_keeps_its_fan_outs_and_fan_ins_and_forgets_no_neuron() => Gen.Select(Policy, Inputs).Sample((policy, inputs) =>
    {
        var wiring = policy.Build(inputs);
        var fromInter = wiring.Synapses.Where(synapse => wiring.KindOf(synapse.Source) == NeuronKind.Inter).ToArray();
        var toMotor = wiring.Synapses.Where(synapse => wiring.KindOf(synapse.Target) == NeuronKind.Motor).ToArray();

        for (var input = 0; input < inputs; input++)
            wiring.SensorySynapses.Count(synapse => synapse.Source == input).Should().BeGreaterThanOrEqualTo(policy.SensoryFanOut);
        foreach (var inter in wiring.Layer("inter").Neurons)
            fromInter.Count(synapse => synapse.Source == inter).Should().BeGreaterThanOrEqualTo(policy.InterFanOut);
        foreach (var motor in wiring.Layer("motor").Neurons)
            toMotor.Count(synapse => synapse.Target == motor).Should().BeGreaterThanOrEqualTo(policy.MotorFanIn);
        foreach (var command in wiring.Layer("command").Neurons)
        {
            fromInter.Should().Contain(synapse => synapse.Target == command);
            toMotor.Should().Contain(synapse => synapse.Source == command);
        }

        wiring.Reachability.Unreached.Except(wiring.Layer("motor").Neurons).Should().BeEmpty(
            "inter neurons have an input and command neurons an inter neuron each");
    });

    [Fact]
    public void An_automatic_policy_builds_what_its_numbers_build() => Gen.Select(Automatic, Inputs).Sample((automatic, inputs) =>
    {
        var policy = automatic.ToNeuralCircuitPolicy();

        automatic.Build(inputs).Should().Be(policy.Build(inputs));
        (policy.Units, policy.Outputs).Should().Be((automatic.Units, automatic.Outputs));
    });

    [Fact]
    public void Reachability_equals_a_search_along_the_synapses() => Gen.Select(Any, Inputs).Sample((specification, inputs) =>
    {
        var wiring = specification.Build(inputs);
        var reached = new HashSet<int>[wiring.Units];
        for (var neuron = 0; neuron < wiring.Units; neuron++)
        {
            reached[neuron] = Search(wiring, [neuron]);
            for (var target = 0; target < wiring.Units; target++)
                wiring.Reachability.FromNeuron(neuron, target).Should().Be(reached[neuron].Contains(target));
        }

        var heard = new HashSet<int>();
        for (var input = 0; input < inputs; input++)
        {
            var first = wiring.SensorySynapses.Where(synapse => synapse.Source == input).Select(synapse => synapse.Target);
            var found = Search(wiring, first);
            heard.UnionWith(found);
            for (var target = 0; target < wiring.Units; target++)
                wiring.Reachability.FromInput(input, target).Should().Be(found.Contains(target));
        }

        var neurons = Enumerable.Range(0, wiring.Units).ToArray();
        wiring.Reachability.Unreached.Should().Equal(neurons.Except(heard));
        wiring.Reachability.DeadEnds.Should().Equal(neurons.Where(neuron => reached[neuron].All(target => target >= wiring.Outputs)));
    });

    static HashSet<int> Search(Wiring wiring, IEnumerable<int> starts)
    {
        var found = new HashSet<int>(starts);
        var open = new Stack<int>(found);
        while (open.TryPop(out var neuron))
        {
            foreach (var synapse in wiring.Synapses.Where(synapse => synapse.Source == neuron))
            {
                if (found.Add(synapse.Target))
                    open.Push(synapse.Target);
            }
        }

        return found;
    }
}
