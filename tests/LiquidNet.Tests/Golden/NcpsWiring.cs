using System.Text.Json;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Golden;

/// <summary>ncps' wiring classes and their constructor arguments, as indexes of golden files name them.</summary>
static class NcpsWiring
{
    /// <summary>The specification that must build the same synapses; arguments that are absent have ncps' defaults.</summary>
    public static WiringSpecification Specification(string wiring, JsonElement arguments) => wiring switch
    {
        "FullyConnected" => new FullyConnected(Integer(arguments, "units"), OptionalInteger(arguments, "output_dim"))
        {
            SelfConnections = !Has(arguments, "self_connections", out var self) || self.GetBoolean(),
            Seed = Seed(arguments, "erev_init_seed", 1111),
        },
        "Random" => new RandomWiring(Integer(arguments, "units"), OptionalInteger(arguments, "output_dim"))
        {
            Sparsity = Sparsity(arguments, 0),
            Seed = Seed(arguments, "random_seed", 1111),
        },
        "NCP" => Policy(arguments) with { Seed = Seed(arguments, "seed", 22222) },
        "AutoNCP" => new AutoNeuralCircuitPolicy(Integer(arguments, "units"), Integer(arguments, "output_size"))
        {
            Sparsity = Sparsity(arguments, 0.5),
            Seed = Seed(arguments, "seed", 22222),
        },
        _ => throw new NotSupportedException($"'{wiring}' is not a wiring of ncps that these tests know."),
    };

    public static NeuralCircuitPolicy Policy(JsonElement arguments) => new(
        interNeurons: Integer(arguments, "inter_neurons"),
        commandNeurons: Integer(arguments, "command_neurons"),
        motorNeurons: Integer(arguments, "motor_neurons"),
        sensoryFanOut: Integer(arguments, "sensory_fanout"),
        interFanOut: Integer(arguments, "inter_fanout"),
        recurrentCommandSynapses: Integer(arguments, "recurrent_command_synapses"),
        motorFanIn: Integer(arguments, "motor_fanin"));

    static int Integer(JsonElement arguments, string name) => arguments.GetProperty(name).GetInt32();

    static int? OptionalInteger(JsonElement arguments, string name) => Has(arguments, name, out var value) ? value.GetInt32() : null;

    static long Seed(JsonElement arguments, string name, long otherwise) =>
        Has(arguments, name, out var value) ? value.GetInt64() : otherwise;

    static double Sparsity(JsonElement arguments, double otherwise) =>
        Has(arguments, "sparsity_level", out var value) ? value.GetDouble() : otherwise;

    static bool Has(JsonElement arguments, string name, out JsonElement value) =>
        arguments.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
