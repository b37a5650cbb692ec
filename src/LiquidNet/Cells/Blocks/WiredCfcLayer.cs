using LiquidNet.Equations;
using LiquidNet.Seeding;
using LiquidNet.Wirings;

namespace LiquidNet.Cells.Blocks;

/// <summary>One layer of a wired CfC cell: what it sees, and the closed form that it computes from that.</summary>
sealed class WiredCfcLayer
{
    /// <summary>Stands for the inputs, where others stand for the neurons of a layer.</summary>
    const int Inputs = -1;

    readonly int[] sources;
    readonly ClosedForm closedForm;

    public WiredCfcLayer(Wiring wiring, int layer, WiredCfcForm form, ClosedFormOptions options, int seed)
    {
        var sparse = form == WiredCfcForm.Sparse;
        sources = sparse
            ? [.. Enumerable.Range(Inputs, wiring.Layers.Count + 1).Where(source => source == layer || Connects(wiring, source, layer))]
            : [layer - 1, layer];
        var signs = Signs(wiring, layer, sparse);
        var units = wiring.Layers[layer].Count;
        var features = signs.Length / units;
        var mask = new SparsityMask(Array.ConvertAll(signs, sign => sign != 0));
        closedForm = ClosedForm.Create(
            options,
            $"{wiring.Layers[layer].Name}.",
            head: sparse ? SignedWeights : MaskedWeights,
            time: sparse ? SparseWeights : DenseWeights,
            seed);

        Parameter DenseWeights(string name) => Parameter.Glorot(name, features, units, seed);
        Parameter MaskedWeights(string name) => Parameter.Of(name, features, units, DenseWeights(name).Values, mask);
        Parameter SparseWeights(string name) => Parameter.Of(name, features, units, Draw(name), mask);
        Parameter SignedWeights(string name) => Parameter.Of(name, features, units, Oriented(Draw(name), signs), new FixedSign(signs));
        float[] Draw(string name) => DrawBySources(signs, features, SplitMix64.For(seed, name));
    }

    /// <summary>The layer's next state.</summary>
    /// <param name="input">The input.</param>
    /// <param name="states">For each layer its state: the next one where it is known already.</param>
    /// <param name="timespan">The time that passes [1].</param>
    public Signal Next(Signal input, Signal[] states, Signal timespan) => closedForm.Next(
        SignalFunctions.Concatenate([.. sources.Select(source => source == Inputs ? input : states[source])]), timespan);

    /// <summary>The sign of each connection, or 0 where there is none [sources x units], in the order of the weights.</summary>
    sbyte[] Signs(Wiring wiring, int layer, bool sparse)
    {
        var signs = new List<sbyte>();
        foreach (var target in wiring.Layers[layer].Neurons)
        {
            foreach (var source in sources)
            {
                foreach (var neuron in NeuronsOf(wiring, source))
                    signs.Add((sbyte)(source == layer ? Recurrent(neuron, target) : Polarity(wiring, source, neuron, target)));
            }
        }

        return [.. signs];

        int Recurrent(int neuron, int target)
        {
            if (!sparse)
                return 1;
            var sign = wiring.Synapses.Polarity(neuron, target);

            // A neuron knows its own state without a synapse, as in the differential equation behind the closed form.
            return sign == 0 && neuron == target ? 1 : sign;
        }
    }

    static bool Connects(Wiring wiring, int source, int layer) =>
        NeuronsOf(wiring, source).Any(neuron => wiring.Layers[layer].Neurons.Any(target => Polarity(wiring, source, neuron, target) != 0));

    static IEnumerable<int> NeuronsOf(Wiring wiring, int source) =>
        source == Inputs ? Enumerable.Range(0, wiring.Inputs) : wiring.Layers[source].Neurons;

    static int Polarity(Wiring wiring, int source, int neuron, int target) =>
        (source == Inputs ? wiring.SensorySynapses : wiring.Synapses).Polarity(neuron, target);

    /// <summary>Draws evenly, with a variance of one over the number of sources (LeCun et al., "Efficient BackProp", 1998).</summary>
    static float[] DrawBySources(sbyte[] signs, int features, SplitMix64 random)
    {
        var values = new float[signs.Length];
        for (var start = 0; start < values.Length; start += features)
        {
            var bound = MathF.Sqrt(3f / (features - signs.AsSpan(start, features).Count((sbyte)0)));
            foreach (ref var value in values.AsSpan(start, features))
                value = random.NextUniform(-bound, bound);
        }

        return values;
    }

    static float[] Oriented(float[] values, sbyte[] signs)
    {
        for (var index = 0; index < values.Length; index++)
            values[index] = signs[index] * MathF.Abs(values[index]);
        return values;
    }
}
