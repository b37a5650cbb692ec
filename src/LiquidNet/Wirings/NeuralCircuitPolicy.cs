using LiquidNet.Checks;
using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>
/// Neural circuit policy: inputs feed inter neurons, inter neurons feed command neurons, which are recurrent and drive the motor neurons,
/// the outputs. The synapses are sparse and random; on average one in two is excitatory.
/// </summary>
/// <remarks>
/// <para>
/// No neuron is left out: one that the fan-outs or fan-ins leave without a synapse is connected to as many neurons as others of its layer
/// have on average, at least one. Neuron ids: motor, then command, then inter.
/// </para>
/// <para>
/// Equal to <c>NCP</c> of ncps, synapse by synapse, for the same seed. The sensory synapses are drawn first, so the synapses among neurons
/// depend on the number of inputs.
/// </para>
/// <para>
/// Lechner et al., "Neural circuit policies enabling auditable autonomy", Nature Machine Intelligence 2020.
/// <see cref="AutoNeuralCircuitPolicy"/> derives the numbers from the size alone.
/// </para>
/// </remarks>
public sealed record NeuralCircuitPolicy : WiringSpecification
{
    /// <summary>Specifies a neural circuit policy.</summary>
    /// <param name="interNeurons">The number of inter neurons, at least 1.</param>
    /// <param name="commandNeurons">The number of command neurons, at least 1.</param>
    /// <param name="motorNeurons">The number of motor neurons, which are the outputs; at least 1.</param>
    /// <param name="sensoryFanOut">How many inter neurons each input connects to; 0 to <paramref name="interNeurons"/>.</param>
    /// <param name="interFanOut">How many command neurons each inter neuron connects to; 0 to <paramref name="commandNeurons"/>.</param>
    /// <param name="recurrentCommandSynapses">
    /// How many synapses are drawn among command neurons, at least 0. A pair that is drawn again counts once.
    /// </param>
    /// <param name="motorFanIn">How many command neurons each motor neuron receives from; 0 to <paramref name="commandNeurons"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not possible; the message names it and the reason.</exception>
    public NeuralCircuitPolicy(
        int interNeurons,
        int commandNeurons,
        int motorNeurons,
        int sensoryFanOut,
        int interFanOut,
        int recurrentCommandSynapses,
        int motorFanIn)
    {
        InterNeurons = Require.Between(interNeurons, 1, MaxUnits - 2, "The number of inter neurons",
            $"a policy has at least one, and {MaxUnits} neurons at most in all", nameof(interNeurons));
        CommandNeurons = Require.Between(commandNeurons, 1, MaxUnits - interNeurons - 1, "The number of command neurons",
            $"a policy has at least one, and {MaxUnits} neurons at most in all", nameof(commandNeurons));
        MotorNeurons = Require.Between(motorNeurons, 1, MaxUnits - interNeurons - commandNeurons, "The number of motor neurons",
            $"they are the outputs, and a policy has {MaxUnits} neurons at most in all", nameof(motorNeurons));
        SensoryFanOut = Require.Between(sensoryFanOut, 0, interNeurons, "The sensory fan-out",
            $"an input connects to inter neurons, of which there are {interNeurons}", nameof(sensoryFanOut));
        InterFanOut = Require.Between(interFanOut, 0, commandNeurons, "The inter fan-out",
            $"an inter neuron connects to command neurons, of which there are {commandNeurons}", nameof(interFanOut));
        RecurrentCommandSynapses = Require.AtLeast(recurrentCommandSynapses, 0, "The number of recurrent command synapses",
            "it is a number of draws", nameof(recurrentCommandSynapses));
        MotorFanIn = Require.Between(motorFanIn, 0, commandNeurons, "The motor fan-in",
            $"a motor neuron receives from command neurons, of which there are {commandNeurons}", nameof(motorFanIn));
    }

    /// <summary>The number of inter neurons.</summary>
    public int InterNeurons { get; }

    /// <summary>The number of command neurons.</summary>
    public int CommandNeurons { get; }

    /// <summary>The number of motor neurons.</summary>
    public int MotorNeurons { get; }

    /// <summary>How many inter neurons each input connects to.</summary>
    public int SensoryFanOut { get; }

    /// <summary>How many command neurons each inter neuron connects to.</summary>
    public int InterFanOut { get; }

    /// <summary>How many synapses are drawn among command neurons.</summary>
    public int RecurrentCommandSynapses { get; }

    /// <summary>How many command neurons each motor neuron receives from.</summary>
    public int MotorFanIn { get; }

    /// <summary>The seed from which synapses and polarities are drawn.</summary>
    /// <value>0 to 2^32 - 1; default 22222, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The seed lies outside that range.</exception>
    public long Seed { get; init => field = PossibleSeed(value, uint.MaxValue); } = 22222;

    /// <inheritdoc/>
    public override int Units => InterNeurons + CommandNeurons + MotorNeurons;

    /// <inheritdoc/>
    public override int Outputs => MotorNeurons;

    /// <inheritdoc/>
    protected override Wiring Connect(int inputs) => Connect("NCP", inputs, new MersenneTwister((uint)Seed));

    /// <summary>Draws the synapses from a given generator.</summary>
    internal Wiring Connect(string name, int inputs, MersenneTwister random)
    {
        var sensory = new NeuronRange(0, inputs);
        var motor = new NeuronRange(0, MotorNeurons);
        var command = new NeuronRange(MotorNeurons, CommandNeurons);
        var inter = new NeuronRange(MotorNeurons + CommandNeurons, InterNeurons);

        var sensorySynapses = new SynapseGrid(inputs, Units);
        RandomConnections.FanOut(sensorySynapses, sensory, inter, SensoryFanOut, mostForForgotten: inputs, random);

        var synapses = new SynapseGrid(Units, Units);
        // Not the inter neurons, from which is chosen, limit a forgotten command neuron in ncps, but the command neurons.
        RandomConnections.FanOut(synapses, inter, command, InterFanOut, mostForForgotten: CommandNeurons, random);
        RandomConnections.Recurrent(synapses, command, RecurrentCommandSynapses, random);
        RandomConnections.FanIn(synapses, command, motor, MotorFanIn, random);

        NeuronLayer[] layers =
        [
            new("inter", NeuronKind.Inter, inter.First, inter.Count),
            new("command", NeuronKind.Command, command.First, command.Count),
            new("motor", NeuronKind.Motor, motor.First, motor.Count),
        ];
        return new Wiring(name, Outputs, layers, synapses.ToTable(), sensorySynapses.ToTable());
    }
}
