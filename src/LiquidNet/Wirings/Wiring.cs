using LiquidNet.Checks;

namespace LiquidNet.Wirings;

/// <summary>
/// The connections of a network and their signs: inputs, neurons in named layers, the synapses from inputs to neurons and those among
/// neurons. Immutable, and compared by value.
/// </summary>
/// <remarks>
/// <para>
/// Neurons have ids 0 to <see cref="Units"/> - 1; the first <see cref="Outputs"/> of them are the motor neurons, whose states are
/// the outputs. Inputs are numbered separately, 0 to <see cref="Inputs"/> - 1.
/// </para>
/// <para>
/// Two wirings are equal if they connect the same neurons in the same layers with the same signs; <see cref="Name"/> does not count.
/// Threads may share a wiring.
/// </para>
/// <para>
/// After Lechner et al., "Neural circuit policies enabling auditable autonomy", Nature Machine Intelligence 2020. Usually built by a
/// <see cref="WiringSpecification"/>; the constructor is for connections from elsewhere.
/// </para>
/// </remarks>
public sealed class Wiring : IEquatable<Wiring>
{
    readonly NeuronLayer[] layers;
    readonly NeuronKind[] kinds;
    readonly Lazy<Reachability> reachability;

    /// <summary>Creates a wiring from its synapses.</summary>
    /// <param name="name">The name of the wiring in diagrams and messages.</param>
    /// <param name="outputs">How many neurons, from neuron 0 on, are outputs; 1 to the number of neurons.</param>
    /// <param name="layers">The layers in the order in which a signal passes them; together they hold every neuron exactly once.</param>
    /// <param name="synapses">The synapses among neurons [units x units].</param>
    /// <param name="sensorySynapses">The synapses from inputs to neurons [inputs x units].</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of outputs is below 1 or above the number of neurons, or there are too many
    /// inputs.</exception>
    /// <exception cref="ArgumentException">
    /// The tables have different numbers of neurons, a layer name is empty or used twice, a motor layer holds a neuron that is not an
    /// output, or a neuron is in no layer or in two.
    /// </exception>
    public Wiring(string name, int outputs, IEnumerable<NeuronLayer> layers, SynapseTable synapses, SynapseTable sensorySynapses)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(synapses);
        ArgumentNullException.ThrowIfNull(sensorySynapses);
        if (synapses.SourceCount != synapses.TargetCount)
        {
            throw new ArgumentException(
                $"Synapses among neurons need as many sources as targets but the table has {synapses}.", nameof(synapses));
        }

        if (sensorySynapses.TargetCount != synapses.TargetCount)
        {
            throw new ArgumentException(
                $"Sensory synapses must end at the same {synapses.TargetCount} neurons but the table has {sensorySynapses}.",
                nameof(sensorySynapses));
        }

        Require.Between(outputs, 1, synapses.TargetCount, "The number of outputs",
            $"outputs are read from the first of {synapses.TargetCount} neurons", nameof(outputs));
        Require.Between(sensorySynapses.SourceCount, 1, int.MaxValue / synapses.TargetCount, "The number of inputs",
            $"every pair of an input and one of {synapses.TargetCount} neurons must be countable", nameof(sensorySynapses));

        Name = name;
        Outputs = outputs;
        Synapses = synapses;
        SensorySynapses = sensorySynapses;
        this.layers = [.. layers];
        Layers = Array.AsReadOnly(this.layers);
        kinds = KindsOf(this.layers, Units, outputs);
        reachability = new(() => new Reachability(this));
    }

    /// <summary>The name of the wiring in diagrams and messages, such as <c>AutoNCP</c>.</summary>
    public string Name { get; }

    /// <summary>The number of inputs it was built for.</summary>
    public int Inputs => SensorySynapses.SourceCount;

    /// <summary>The number of neurons, which is the size of the state.</summary>
    public int Units => Synapses.TargetCount;

    /// <summary>The number of motor neurons; their ids are 0 to <c>Outputs - 1</c>.</summary>
    public int Outputs { get; }

    /// <summary>The synapses among neurons [units x units].</summary>
    public SynapseTable Synapses { get; }

    /// <summary>The synapses from inputs to neurons [inputs x units].</summary>
    public SynapseTable SensorySynapses { get; }

    /// <summary>The layers in the order in which a signal passes them: in a neural circuit policy inter, command, motor.</summary>
    public IReadOnlyList<NeuronLayer> Layers { get; }

    /// <summary>Which neurons an input or a neuron can influence; computed on first use.</summary>
    public Reachability Reachability => reachability.Value;

    /// <summary>The role of a neuron.</summary>
    /// <param name="neuron">A neuron id, 0 to <see cref="Units"/> - 1.</param>
    /// <returns><see cref="NeuronKind.Motor"/> for outputs, otherwise the kind of its layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron.</exception>
    public NeuronKind KindOf(int neuron)
    {
        Require.Between(neuron, 0, Units - 1, "The neuron", $"the wiring has {Units} neurons", nameof(neuron));
        return kinds[neuron];
    }

    /// <summary>How many neurons have a given role.</summary>
    /// <param name="kind">The role; <see cref="NeuronKind.Sensory"/> counts the inputs.</param>
    /// <returns>The number of such neurons, possibly 0.</returns>
    public int CountOf(NeuronKind kind) => kind == NeuronKind.Sensory ? Inputs : kinds.Count(k => k == kind);

    /// <summary>The layer of a given name.</summary>
    /// <param name="name">The name, such as <c>command</c>; upper and lower case differ.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">There is no such layer; the message lists those that exist.</exception>
    public NeuronLayer Layer(string name) => Array.Find(layers, layer => layer.Name == name)
        ?? throw new ArgumentException(
            $"The wiring has no layer '{name}'; its layers are {string.Join(", ", layers.Select(layer => $"'{layer.Name}'"))}.",
            nameof(name));

    /// <summary>Whether another wiring makes the same connections in the same layers.</summary>
    /// <param name="other">The wiring to compare with.</param>
    /// <returns><see langword="true"/> when both are the same value.</returns>
    public bool Equals(Wiring? other) => other is not null
        && Outputs == other.Outputs
        && layers.AsSpan().SequenceEqual(other.layers)
        && Synapses.Equals(other.Synapses)
        && SensorySynapses.Equals(other.SensorySynapses);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Wiring);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outputs, layers.Length, Synapses, SensorySynapses);

    /// <summary>The wiring in words, such as <c>AutoNCP 8 -> 32 (4 outputs), 148 + 60 synapses</c>: among neurons plus sensory.</summary>
    /// <returns>Name, sizes and numbers of synapses.</returns>
    public override string ToString() =>
        $"{Name} {Inputs} -> {Units} ({Counted.Of(Outputs, "output")}), "
        + $"{Synapses.Count} + {SensorySynapses.Count} synapses";

    /// <summary>Writes the wiring as JSON: sizes, layers, and every synapse as <c>[source, target, polarity]</c>.</summary>
    /// <returns>The JSON text, on one line.</returns>
    public string ToJson() => WiringJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>A wiring equal to the one that was written.</returns>
    /// <exception cref="InvalidDataException">
    /// The text is not JSON or does not describe a wiring; the message says where and why.
    /// </exception>
    public static Wiring FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return WiringJson.Read(json);
    }

    static NeuronKind[] KindsOf(NeuronLayer[] layers, int units, int outputs)
    {
        var owners = new NeuronLayer?[units];
        var names = new HashSet<string>();
        foreach (var layer in layers)
        {
            if (string.IsNullOrWhiteSpace(layer.Name) || !names.Add(layer.Name))
            {
                throw new ArgumentException(
                    $"The layer name '{layer.Name}' is empty or used twice; every layer has a name of its own.", nameof(layers));
            }

            if (layer.Count < 1 || layer.First < 0 || layer.First > units - layer.Count)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Layer '{layer.Name}' has {Counted.Of(layer.Count, "neuron")} from {layer.First}, but ")
                    + FormattableString.Invariant($"the wiring has neurons 0 to {units - 1}."),
                    nameof(layers));
            }

            if (layer.Kind == NeuronKind.Sensory)
            {
                throw new ArgumentException(
                    $"Layer '{layer.Name}' is of sensory neurons; those are the inputs and have no state.", nameof(layers));
            }

            if (layer.Kind == NeuronKind.Motor && layer.First + layer.Count > outputs)
            {
                throw new ArgumentException(
                    $"Motor layer '{layer.Name}' ends at neuron {layer.First + layer.Count - 1}, but the outputs end at {outputs - 1}.",
                    nameof(layers));
            }

            foreach (var neuron in layer.Neurons)
            {
                if (owners[neuron] is { } owner)
                {
                    throw new ArgumentException(
                        $"Neuron {neuron} is in layer '{owner.Name}' and in layer '{layer.Name}'; it belongs to one.", nameof(layers));
                }

                owners[neuron] = layer;
            }
        }

        var orphan = Array.IndexOf(owners, null);
        if (orphan >= 0)
            throw new ArgumentException($"Neuron {orphan} is in no layer; the layers must hold all {units} neurons.", nameof(layers));
        return [.. owners.Select((layer, neuron) => neuron < outputs ? NeuronKind.Motor : layer!.Kind)];
    }
}
