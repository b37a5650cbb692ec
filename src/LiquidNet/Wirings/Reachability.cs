using LiquidNet.Checks;

namespace LiquidNet.Wirings;

/// <summary>
/// Which neurons a signal can reach along any number of synapses. A neuron always reaches itself, because its state depends on its previous
/// state.
/// </summary>
/// <remarks>
/// Learning rules use it to skip influences that cannot exist, and diagrams to mark neurons without effect. It takes one bit of memory per
/// pair of neurons and per pair of input and neuron.
/// </remarks>
public sealed class Reachability
{
    const int BitsPerWord = 64;

    readonly int inputs;
    readonly int units;
    readonly int words;
    readonly ulong[] fromNeurons;
    readonly ulong[] fromInputs;

    /// <summary>Follows the synapses of a wiring.</summary>
    internal Reachability(Wiring wiring)
    {
        (inputs, units) = (wiring.Inputs, wiring.Units);
        words = (units + BitsPerWord - 1) / BitsPerWord;
        fromNeurons = Closure(wiring.Synapses);
        fromInputs = new ulong[inputs * words];
        foreach (var synapse in wiring.SensorySynapses)
            Unite(Row(fromInputs, synapse.Source), Row(fromNeurons, synapse.Target));
        Unreached = [.. Neurons.Where(neuron => !Enumerable.Range(0, inputs).Any(input => FromInput(input, neuron)))];
        DeadEnds = [.. Neurons.Where(neuron => !Enumerable.Range(0, wiring.Outputs).Any(output => FromNeuron(neuron, output)))];
    }

    /// <summary>The neurons that no input can influence, ascending.</summary>
    public IReadOnlyList<int> Unreached { get; }

    /// <summary>The neurons that can influence no output, ascending.</summary>
    public IReadOnlyList<int> DeadEnds { get; }

    IEnumerable<int> Neurons => Enumerable.Range(0, units);

    /// <summary>Whether an input can influence a neuron, directly or through others.</summary>
    /// <param name="input">An input, 0 to inputs - 1.</param>
    /// <param name="neuron">A neuron id, 0 to units - 1.</param>
    /// <returns><see langword="true"/> when a chain of synapses leads from one to the other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input or neuron.</exception>
    public bool FromInput(int input, int neuron)
    {
        Require.Between(input, 0, inputs - 1, "The input", $"the wiring has {inputs} inputs", nameof(input));
        Require.Between(neuron, 0, units - 1, "The neuron", $"the wiring has {units} neurons", nameof(neuron));
        return Contains(Row(fromInputs, input), neuron);
    }

    /// <summary>Whether a neuron can influence another, directly or through others.</summary>
    /// <param name="source">The neuron that influences, 0 to units - 1.</param>
    /// <param name="target">The neuron that is influenced, 0 to units - 1.</param>
    /// <returns><see langword="true"/> when they are the same or a chain of synapses leads from one to the other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public bool FromNeuron(int source, int target)
    {
        Require.Between(source, 0, units - 1, "The source", $"the wiring has {units} neurons", nameof(source));
        Require.Between(target, 0, units - 1, "The target", $"the wiring has {units} neurons", nameof(target));
        return Contains(Row(fromNeurons, source), target);
    }

    // Warshall's closure, a row of bits at a time.
    ulong[] Closure(SynapseTable synapses)
    {
        var reached = new ulong[units * words];
        foreach (var neuron in Neurons)
            Include(Row(reached, neuron), neuron);
        foreach (var synapse in synapses)
            Include(Row(reached, synapse.Source), synapse.Target);
        for (var between = 0; between < units; between++)
        {
            for (var source = 0; source < units; source++)
            {
                if (Contains(Row(reached, source), between))
                    Unite(Row(reached, source), Row(reached, between));
            }
        }

        return reached;
    }

    Span<ulong> Row(ulong[] table, int index) => table.AsSpan(index * words, words);

    static void Include(Span<ulong> row, int neuron) => row[neuron / BitsPerWord] |= 1UL << (neuron % BitsPerWord);

    static bool Contains(ReadOnlySpan<ulong> row, int neuron) => (row[neuron / BitsPerWord] >> (neuron % BitsPerWord) & 1) != 0;

    static void Unite(Span<ulong> row, ReadOnlySpan<ulong> more)
    {
        for (var i = 0; i < row.Length; i++)
            row[i] |= more[i];
    }
}
