using LiquidNet.Checks;
using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>
/// A <see cref="NeuralCircuitPolicy"/> whose numbers follow from its size: two fifths of the hidden neurons are command neurons, and every
/// fan-out or fan-in is the share 1 - <see cref="Sparsity"/> of the layer at its other end.
/// </summary>
/// <remarks>
/// Equal to <c>AutoNCP</c> of ncps, synapse by synapse, for the same seed. As there, numbers are computed in double precision and
/// truncated: write <c>0.8</c>, not <c>0.8f</c>, where a wiring must match one of ncps.
/// </remarks>
public sealed record AutoNeuralCircuitPolicy : WiringSpecification
{
    const double CommandShare = 0.4;

    /// <summary>Specifies a neural circuit policy by its size.</summary>
    /// <param name="units">
    /// The number of neurons: at least 3 more than outputs, and at most <see cref="WiringSpecification.MaxUnits"/>.
    /// </param>
    /// <param name="outputs">The number of motor neurons, at least 1; about a third of the units is a good choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not possible; the message names it and the reason.</exception>
    public AutoNeuralCircuitPolicy(int units, int outputs)
    {
        Units = PossibleUnits(units, nameof(units));
        Outputs = Require.Between(outputs, 1, units - 3, "The number of outputs",
            $"of {units} units at least 3 must remain for inter and command neurons", nameof(outputs));
    }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <summary>The share of synapses between neighbouring layers that is left out.</summary>
    /// <value>0.1 (dense) to 1 (a single synapse for each neuron); default 0.5, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside that range.</exception>
    public double Sparsity
    {
        get;
        init => field = Require.Between(value, 0.1, 1, "The sparsity",
            "it is the share of synapses left out, and a policy is defined for that range", nameof(Sparsity));
    } = 0.5;

    /// <summary>The seed from which synapses and polarities are drawn.</summary>
    /// <value>0 to 2^32 - 1; default 22222, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The seed lies outside that range.</exception>
    public long Seed { get; init => field = PossibleSeed(value, uint.MaxValue); } = 22222;

    /// <summary>The same policy with its numbers spelled out.</summary>
    /// <returns>A specification with the same seed, which builds equal wirings.</returns>
    public NeuralCircuitPolicy ToNeuralCircuitPolicy()
    {
        var density = 1 - Sparsity;
        var hidden = Units - Outputs;
        var command = AtLeastOne(CommandShare * hidden);
        var inter = hidden - command;
        return new NeuralCircuitPolicy(
            inter,
            command,
            Outputs,
            sensoryFanOut: AtLeastOne(inter * density),
            interFanOut: AtLeastOne(command * density),
            recurrentCommandSynapses: AtLeastOne(command * density * 2),
            motorFanIn: AtLeastOne(command * density))
        {
            Seed = Seed,
        };
    }

    /// <summary>The specification in words, such as <c>AutoNCP: 32 units, 4 outputs, sparsity 0.5, seed 22222</c>.</summary>
    /// <returns>Sizes, sparsity and seed.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"AutoNCP: {Counted.Of(Units, "unit")}, {Counted.Of(Outputs, "output")}, sparsity {Sparsity}, seed {Seed}");

    /// <inheritdoc/>
    protected override Wiring Connect(int inputs) =>
        ToNeuralCircuitPolicy().Connect("AutoNCP", inputs, new MersenneTwister((uint)Seed));

    static int AtLeastOne(double number) => Math.Max((int)number, 1);
}
