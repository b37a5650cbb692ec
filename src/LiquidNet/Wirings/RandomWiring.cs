using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>
/// A given share of all possible synapses, chosen at random; on average two in three are excitatory.
/// </summary>
/// <remarks>
/// Equal to <c>Random</c> of ncps, synapse by synapse, for the same seed. The synapses among neurons do not depend on the number of
/// inputs. Some neurons may be out of reach of every input: see <see cref="Reachability.Unreached"/>.
/// </remarks>
public sealed record RandomWiring : WiringSpecification
{
    /// <summary>Specifies a random wiring.</summary>
    /// <param name="units">The number of neurons, 1 to <see cref="WiringSpecification.MaxUnits"/>.</param>
    /// <param name="outputs">The number of motor neurons, 1 to <paramref name="units"/>; all neurons if omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not possible.</exception>
    public RandomWiring(int units, int? outputs = null)
    {
        Units = PossibleUnits(units, nameof(units));
        Outputs = PossibleOutputs(outputs ?? units, units, nameof(outputs));
    }

    /// <inheritdoc/>
    public override int Units { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <summary>The share of possible synapses that is left out.</summary>
    /// <value>0 (all synapses) up to but not including 1; default 0, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside that range.</exception>
    public double Sparsity
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Sparsity), value,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The sparsity must be at least 0 and below 1 but is {value}: " +
                    $"it is the share of synapses left out, and some must remain."));
    }

    /// <summary>The seed from which synapses and polarities are drawn.</summary>
    /// <value>0 to 2^63 - 1; default 1111, as in ncps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public long Seed { get; init => field = PossibleSeed(value, long.MaxValue); } = 1111;

    /// <summary>The specification in words, such as <c>Random: 32 units, 4 outputs, sparsity 0.5, seed 1111</c>.</summary>
    /// <returns>Sizes, sparsity and seed.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"Random: {Counted.Of(Units, "unit")}, {Counted.Of(Outputs, "output")}, sparsity {Sparsity}, seed {Seed}");

    /// <inheritdoc/>
    protected override Wiring Connect(int inputs) => Connect(inputs, new Pcg64((ulong)Seed));

    /// <summary>Draws the synapses from a given generator.</summary>
    internal Wiring Connect(int inputs, Pcg64 random)
    {
        var synapses = new SynapseGrid(Units, Units);
        foreach (var pair in Choose(Units * Units, random))
            synapses.Connect(pair / Units, pair % Units, random.NextPolarity());

        var sensory = new SynapseGrid(inputs, Units);
        foreach (var pair in Choose(inputs * Units, random))
        {
            // ncps draws every sensory polarity twice and keeps the second.
            random.NextPolarity();
            sensory.Connect(pair / Units, pair % Units, random.NextPolarity());
        }

        var layer = new NeuronLayer("neurons", NeuronKind.Inter, 0, Units);
        return new Wiring("Random", Outputs, [layer], synapses.ToTable(), sensory.ToTable());
    }

    // numpy rounds halves to even, which is also what Math.Round does.
    int[] Choose(int pairs, Pcg64 random) => random.Choose(pairs, (int)Math.Round(pairs * (1 - Sparsity)));
}
