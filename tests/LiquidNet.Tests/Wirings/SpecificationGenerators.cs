using CsCheck;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Wirings;

/// <summary>Random specifications of every kind, small enough to build thousands.</summary>
static class SpecificationGenerators
{
    const long LargestTwisterSeed = uint.MaxValue;

    public static readonly Gen<int> Inputs = Gen.Int[1, 9];

    public static readonly Gen<FullyConnected> Full =
        from units in Gen.Int[1, 12]
        from outputs in Gen.Int[1, units]
        from self in Gen.Bool
        from seed in Gen.Long[0, long.MaxValue]
        select new FullyConnected(units, outputs) { SelfConnections = self, Seed = seed };

    public static readonly Gen<RandomWiring> Sparse =
        from units in Gen.Int[1, 12]
        from outputs in Gen.Int[1, units]
        from sparsity in Gen.Double[0, 0.99]
        from seed in Gen.Long[0, long.MaxValue]
        select new RandomWiring(units, outputs) { Sparsity = sparsity, Seed = seed };

    public static readonly Gen<NeuralCircuitPolicy> Policy =
        from inter in Gen.Int[1, 9]
        from command in Gen.Int[1, 7]
        from motor in Gen.Int[1, 5]
        from sensoryFanOut in Gen.Int[0, inter]
        from interFanOut in Gen.Int[0, command]
        from recurrent in Gen.Int[0, 12]
        from motorFanIn in Gen.Int[0, command]
        from seed in Gen.Long[0, LargestTwisterSeed]
        select new NeuralCircuitPolicy(inter, command, motor, sensoryFanOut, interFanOut, recurrent, motorFanIn) { Seed = seed };

    public static readonly Gen<AutoNeuralCircuitPolicy> Automatic =
        from outputs in Gen.Int[1, 8]
        from hidden in Gen.Int[3, 24]
        from sparsity in Gen.Double[0.1, 1]
        from seed in Gen.Long[0, LargestTwisterSeed]
        select new AutoNeuralCircuitPolicy(outputs + hidden, outputs) { Sparsity = sparsity, Seed = seed };

    public static readonly Gen<LayeredWiring> Layered =
        from eyes in Gen.Int[1, 6]
        from inter in Gen.Int[1, 6]
        from steering in Gen.Int[1, 3]
        from throttle in Gen.Int[1, 3]
        from fanOut in Gen.Int[1, eyes]
        from fanIn in Gen.Int[1, inter]
        from recurrent in Gen.Int[0, 8]
        from seed in Gen.Long[0, LargestTwisterSeed]
        select new LayeredWiring { Seed = seed }
            .Layer("eyes", eyes).Inter(inter).Motor(steering, "steering").Motor(throttle, "throttle")
            .FanOut("sensory", "eyes", fanOut)
            .Dense("eyes", "inter")
            .Recurrent("inter", recurrent)
            .FanIn("inter", "steering", fanIn)
            .FanIn("inter", "throttle", fanIn)
            .Synapse("eyes", 0, "throttle", 0, polarity: -1);

    public static readonly Gen<WiringSpecification> Any = Gen.OneOf(
        Full.Select(s => (WiringSpecification)s),
        Sparse.Select(s => (WiringSpecification)s),
        Policy.Select(s => (WiringSpecification)s),
        Automatic.Select(s => (WiringSpecification)s),
        Layered.Select(s => (WiringSpecification)s));
}
