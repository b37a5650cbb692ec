using System.Text.Json;
using LiquidNet.Seeding;
using LiquidNet.Tests.Golden;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Wirings;

public class GoldenWiringTests
{
    public static TheoryData<string> Cases => GoldenFolder.Names("wirings");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Golden_every_case_equals_ncps_and_numpy(string name)
    {
        var golden = GoldenFolder.Open("wirings")[name];
        if (golden.Settings.TryGetProperty("stream", out _))
            GoldenRandomStream.Verify(golden);
        else
            VerifyWiring(golden);
    }

    [Fact]
    public void A_case_of_unknown_kind_fails_instead_of_passing_unseen()
    {
        using var settings = JsonDocument.Parse("""{"wiring":"SmallWorld","stream":"philox","seed":1,"args":{}}""");
        var known = GoldenFolder.Open("wirings").Cases[0];

        FluentActions.Invoking(() => NcpsWiring.Specification("SmallWorld", settings.RootElement.GetProperty("args")))
            .Should().Throw<NotSupportedException>().WithMessage("'SmallWorld' is not a wiring*");
        FluentActions.Invoking(() => GoldenRandomStream.Verify(known with { Settings = settings.RootElement }))
            .Should().Throw<NotSupportedException>().WithMessage("*unknown kind 'philox'*");
    }

    static void VerifyWiring(GoldenCase golden)
    {
        var file = golden.ReadTensors();
        var settings = golden.Settings;
        var inputs = settings.GetProperty("input_dim").GetInt32();
        var specification = NcpsWiring.Specification(settings.GetProperty("wiring").GetString()!, settings.GetProperty("args"));

        var (wiring, drawnNext) = BuildAndDrawOn(specification, inputs);

        wiring.Units.Should().Be(settings.GetProperty("units").GetInt32());
        wiring.Outputs.Should().Be(settings.GetProperty("output_dim").GetInt32());
        wiring.Synapses.Count.Should().Be(settings.GetProperty("synapses").GetInt32());
        wiring.SensorySynapses.Count.Should().Be(settings.GetProperty("sensory_synapses").GetInt32());
        Adjacency(wiring.Synapses).Should().Equal(file.Integers("adjacency"));
        Adjacency(wiring.SensorySynapses).Should().Equal(file.Integers("sensory_adjacency"));
        wiring.Layers.Should().HaveCount(settings.GetProperty("layer_sizes").GetArrayLength());
        for (var layer = 0; layer < wiring.Layers.Count; layer++)
            wiring.Layers[layer].Neurons.Select(neuron => (long)neuron).Should().Equal(file.Integers($"layer_{layer}"));
        drawnNext.Should().Equal(file.Integers("rng_after"));

        specification.Build(inputs).Should().Be(wiring);
        if (settings.TryGetProperty("ncp_args", out var policy))
        {
            var automatic = (AutoNeuralCircuitPolicy)specification;
            automatic.ToNeuralCircuitPolicy().Should().Be(NcpsWiring.Policy(policy) with { Seed = automatic.Seed });
        }
    }

    static (Wiring Wiring, long[] DrawnNext) BuildAndDrawOn(WiringSpecification specification, int inputs)
    {
        switch (specification)
        {
            case FullyConnected full:
                var random = new Pcg64((ulong)full.Seed);
                return (full.Connect(inputs, random), GoldenRandomStream.Draw(4, () => random.Next()));
            case RandomWiring sparse:
                random = new Pcg64((ulong)sparse.Seed);
                return (sparse.Connect(inputs, random), GoldenRandomStream.Draw(4, () => random.Next()));
            case NeuralCircuitPolicy policy:
                var twister = new MersenneTwister((uint)policy.Seed);
                return (policy.Connect("NCP", inputs, twister), GoldenRandomStream.Draw(4, () => twister.Next()));
            case AutoNeuralCircuitPolicy automatic:
                return BuildAndDrawOn(automatic.ToNeuralCircuitPolicy(), inputs);
            default:
                throw new NotSupportedException($"{specification} has no generator of ncps.");
        }
    }

    static IEnumerable<long> Adjacency(SynapseTable table) =>
        from source in Enumerable.Range(0, table.SourceCount)
        from target in Enumerable.Range(0, table.TargetCount)
        select (long)table.Polarity(source, target);
}
