using LiquidNet.Checks;

namespace LiquidNet.Wirings;

/// <summary>
/// A recipe for a <see cref="Wiring"/>: everything but the number of inputs, which the cell supplies. Two specifications with the same
/// settings are equal and build equal wirings.
/// </summary>
public abstract record WiringSpecification
{
    /// <summary>The largest number of neurons, 32,768, so that an <c>int</c> can count their pairs.</summary>
    public const int MaxUnits = 1 << 15;

    /// <summary>The number of neurons.</summary>
    public abstract int Units { get; }

    /// <summary>The number of motor neurons.</summary>
    public abstract int Outputs { get; }

    /// <summary>Builds the wiring for a number of inputs. Building again gives an equal wiring.</summary>
    /// <param name="inputs">The number of inputs, at least 1; inputs times units must not exceed 2^31 - 1.</param>
    /// <returns>The wiring.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of inputs is out of that range.</exception>
    /// <exception cref="ArgumentException">The inputs that the specification names do not add up to this number.</exception>
    /// <exception cref="InvalidOperationException">The specification is incomplete.</exception>
    public Wiring Build(int inputs)
    {
        Require.Between(inputs, 1, int.MaxValue / Math.Max(Units, 1), "The number of inputs",
            $"every pair of an input and one of {Units} neurons must be countable", nameof(inputs));
        return Connect(inputs);
    }

    /// <summary>Draws the synapses. The same settings and the same number of inputs must always give the same wiring.</summary>
    /// <param name="inputs">The number of inputs, at least 1.</param>
    /// <returns>The wiring.</returns>
    protected abstract Wiring Connect(int inputs);

    private protected static int PossibleUnits(int units, string parameter) =>
        Require.Between(units, 1, MaxUnits, "The number of units",
            "a wiring has at least one neuron, and its pairs must be countable", parameter);

    private protected static int PossibleOutputs(int outputs, int units, string parameter) =>
        Require.Between(outputs, 1, units, "The number of outputs", $"outputs are read from the first of {units} neurons", parameter);

    private protected static long PossibleSeed(long seed, long largest) =>
        Require.Between(seed, 0, largest, "The seed", "numpy's generator accepts no others", nameof(seed));
}
