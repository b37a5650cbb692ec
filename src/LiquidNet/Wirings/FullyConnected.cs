using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>
/// Every input connects to every neuron, and every neuron to every neuron; on average two in three synapses are excitatory.
/// </summary>
/// <remarks>
/// Equal to <c>FullyConnected</c> of ncps, synapse by synapse, for the same seed. The synapses among neurons do not depend on the
/// number of inputs.
/// </remarks>
public sealed record FullyConnected : WiringSpecification
{
    /// <summary>Specifies a fully connected wiring.</summary>
    /// <param name="units">The number of neurons, 1 to <see cref="WiringSpecification.MaxUnits"/>.</param>
    /// <param name="outputs">The number of motor neurons, 1 to <paramref name="units"/>; all neurons if omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not possible.</exception>
    public FullyConnected(int units, int? outputs = null)
    {
        Units = PossibleUnits(units, nameof(units));
        Outputs = PossibleOutputs(outputs ?? units, units, nameof(outputs));
    }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <summary>Whether a neuron connects to itself.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool SelfConnections { get; init; } = true;

    /// <summary>The seed from which the polarities are drawn.</summary>
    /// <value>0 to 2^63 - 1; default 1111, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public long Seed { get; init => field = PossibleSeed(value, long.MaxValue); } = 1111;

    /// <inheritdoc/>
    protected override Wiring Connect(int inputs) => Connect(inputs, new Pcg64((ulong)Seed));

    /// <summary>Draws the synapses from a given generator.</summary>
    internal Wiring Connect(int inputs, Pcg64 random)
    {
        var synapses = new SynapseGrid(Units, Units);
        for (var source = 0; source < Units; source++)
        {
            for (var target = 0; target < Units; target++)
            {
                if (source != target || SelfConnections)
                    synapses.Connect(source, target, random.NextPolarity());
            }
        }

        var sensory = new SynapseGrid(inputs, Units);
        for (var source = 0; source < inputs; source++)
        {
            for (var target = 0; target < Units; target++)
                sensory.Connect(source, target, random.NextPolarity());
        }

        var layer = new NeuronLayer("neurons", NeuronKind.Inter, 0, Units);
        return new Wiring("FullyConnected", Outputs, [layer], synapses.ToTable(), sensory.ToTable());
    }
}
