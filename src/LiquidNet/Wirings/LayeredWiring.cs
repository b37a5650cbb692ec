using System.Collections.Immutable;
using LiquidNet.Checks;
using LiquidNet.Seeding;

namespace LiquidNet.Wirings;

/// <summary>
/// A custom wiring: any number of named layers, connected by rules. Every method returns a new specification and leaves the old one
/// unchanged.
/// </summary>
/// <remarks>
/// <para>The inputs form the layer <c>"sensory"</c>, which <see cref="Sensory"/> can divide into groups.</para>
/// <code>
/// var wiring = new LayeredWiring { Seed = 7 }
///     .Layer("retina", 12).Inter(8).Command(6).Motor(2)
///     .FanOut("sensory", "retina", 4)
///     .FanOut("retina", "inter", 3)
///     .FanOut("inter", "command", 3)
///     .Recurrent("command", 5)
///     .FanIn("command", "motor", 4)
///     .Synapse("retina", 0, "motor", 1, polarity: -1);
/// </code>
/// <para>
/// Neuron ids: motor layers first, in the order in which they were added, then the others in reverse order; inter, command and motor
/// neurons are thus numbered as in a <see cref="NeuralCircuitPolicy"/>. Rules draw in the order in which they were added, from numpy's
/// <c>RandomState</c>; of two synapses between the same two neurons the later one counts. On average one in two random synapses is
/// excitatory.
/// </para>
/// </remarks>
public sealed record LayeredWiring : WiringSpecification
{
    const string AllInputs = "sensory";

    ImmutableArray<Group> groups = [];
    ImmutableArray<Group> sensoryGroups = [];
    ImmutableArray<LayerConnection> connections = [];

    /// <summary>The name of the wiring in diagrams and messages.</summary>
    /// <value>Default <c>Layered</c>.</value>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string Name
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "Layered";

    /// <summary>The seed from which synapses and polarities are drawn.</summary>
    /// <value>0 to 2^32 - 1; default 22222.</value>
    /// <exception cref="ArgumentOutOfRangeException">The seed lies outside that range.</exception>
    public long Seed { get; init => field = PossibleSeed(value, uint.MaxValue); } = 22222;

    /// <inheritdoc/>
    public override int Units => groups.Sum(group => group.Count);

    /// <inheritdoc/>
    public override int Outputs => groups.Where(group => group.Kind == NeuronKind.Motor).Sum(group => group.Count);

    /// <summary>Names the next inputs as a group, for rules of its own. The groups must add up to all inputs.</summary>
    /// <param name="name">The name of the group.</param>
    /// <param name="inputs">How many inputs it has, at least 1.</param>
    /// <returns>The specification with the group.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or the groups exceed 2^31 - 1 inputs.</exception>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LayeredWiring Sensory(string name, int inputs)
    {
        RequireNewName(name);
        Require.Between(inputs, 1, int.MaxValue - NamedInputs, $"The number of inputs of '{name}'",
            $"a group without inputs feeds nothing, and {NamedInputs} are named already", nameof(inputs));
        return this with { sensoryGroups = sensoryGroups.Add(new Group(name, NeuronKind.Sensory, inputs)) };
    }

    /// <summary>Adds a layer of inter neurons.</summary>
    /// <param name="neurons">The number of neurons, at least 1.</param>
    /// <param name="name">The name of the layer, unique in the wiring. Default: <c>inter</c>.</param>
    /// <returns>The specification with the layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is not possible.</exception>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LayeredWiring Inter(int neurons, string name = "inter") => Add(name, NeuronKind.Inter, neurons);

    /// <summary>Adds a layer of command neurons.</summary>
    /// <param name="neurons">The number of neurons, at least 1.</param>
    /// <param name="name">The name of the layer, unique in the wiring. Default: <c>command</c>.</param>
    /// <returns>The specification with the layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is not possible.</exception>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LayeredWiring Command(int neurons, string name = "command") => Add(name, NeuronKind.Command, neurons);

    /// <summary>Adds a layer of motor neurons, which are the next outputs.</summary>
    /// <param name="neurons">The number of neurons, at least 1.</param>
    /// <param name="name">The name of the layer, unique in the wiring. Default: <c>motor</c>.</param>
    /// <returns>The specification with the layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is not possible.</exception>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LayeredWiring Motor(int neurons, string name = "motor") => Add(name, NeuronKind.Motor, neurons);

    /// <summary>Adds a layer of any other role, of kind <see cref="NeuronKind.Custom"/>.</summary>
    /// <param name="name">The name of the layer.</param>
    /// <param name="neurons">The number of neurons, at least 1.</param>
    /// <returns>The specification with the layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is not possible.</exception>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public LayeredWiring Layer(string name, int neurons) => Add(name, NeuronKind.Custom, neurons);

    /// <summary>
    /// Connects every neuron of one layer to randomly chosen neurons of another. A target that none chose is then connected from as many
    /// sources as the others have on average, at least one.
    /// </summary>
    /// <param name="from">The layer or sensory group of the sources.</param>
    /// <param name="to">The layer of the targets.</param>
    /// <param name="synapses">How many synapses leave each source; 1 to the size of <paramref name="to"/>.</param>
    /// <returns>The specification with the rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or the layer has fewer neurons.</exception>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public LayeredWiring FanOut(string from, string to, int synapses) => Add(new FanOutConnection(from, to, synapses));

    /// <summary>
    /// Connects every neuron of one layer from randomly chosen neurons of another. A source that none chose is then connected to as many
    /// targets as the others have on average, at least one.
    /// </summary>
    /// <param name="from">The layer or sensory group of the sources.</param>
    /// <param name="to">The layer of the targets.</param>
    /// <param name="synapses">
    /// How many synapses arrive at each target; 1 to the size of <paramref name="from"/>. If that is the number of inputs and no groups
    /// were named, it is checked when the wiring is built.
    /// </param>
    /// <returns>The specification with the rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or the layer has fewer neurons.</exception>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public LayeredWiring FanIn(string from, string to, int synapses) => Add(new FanInConnection(from, to, synapses));

    /// <summary>Draws synapses within a layer, self-connections included. A pair drawn twice keeps its later sign.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="synapses">How many are drawn, at least 0.</param>
    /// <returns>The specification with the rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public LayeredWiring Recurrent(string layer, int synapses) => Add(new RecurrentConnection(layer, synapses));

    /// <summary>Connects every neuron of one layer to every neuron of another, or of the same one.</summary>
    /// <param name="from">The layer or sensory group of the sources.</param>
    /// <param name="to">The layer of the targets.</param>
    /// <returns>The specification with the rule.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public LayeredWiring Dense(string from, string to) => Add(new DenseConnection(from, to));

    /// <summary>Adds one synapse, or changes the sign of an earlier one.</summary>
    /// <param name="from">The layer or sensory group of the source.</param>
    /// <param name="source">The position of the neuron in that layer, from 0.</param>
    /// <param name="to">The layer it goes to.</param>
    /// <param name="target">The neuron in that layer, counted from 0.</param>
    /// <param name="polarity">+1: excitatory; -1: inhibitory.</param>
    /// <returns>The specification with the synapse.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron, or the polarity is neither +1 nor -1.</exception>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public LayeredWiring Synapse(string from, int source, string to, int target, int polarity) =>
        Add(new SingleConnection(from, source, to, target, polarity));

    /// <summary>Whether another specification has the same name, seed, layers and rules, in the same order.</summary>
    /// <param name="other">The specification to compare with.</param>
    /// <returns><see langword="true"/> when both are the same value.</returns>
    public bool Equals(LayeredWiring? other) => other is not null
        && Name == other.Name
        && Seed == other.Seed
        && groups.SequenceEqual(other.groups)
        && sensoryGroups.SequenceEqual(other.sensoryGroups)
        && connections.SequenceEqual(other.connections);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Seed, Units, Outputs, groups.Length, connections.Length);

    /// <summary>The layers in words, such as <c>Layered: sensory -> retina 12 -> motor 2, 3 rules, seed 7</c>.</summary>
    /// <returns>Name, layers with sizes, number of rules and seed.</returns>
    public override string ToString() =>
        $"{Name}: {string.Join(" -> ", groups.Select(group => $"{group.Name} {group.Count}").Prepend(AllInputs))}, "
        + $"{Counted.Of(connections.Length, "rule")}, seed {Seed}";

    /// <inheritdoc/>
    protected override Wiring Connect(int inputs)
    {
        if (Outputs == 0)
        {
            throw new InvalidOperationException(
                $"The wiring '{Name}' has no motor layer, so it would have no outputs; add one with Motor(neurons).");
        }

        if (NamedInputs > 0 && NamedInputs != inputs)
        {
            throw new ArgumentException(
                $"The wiring '{Name}' names {Counted.Of(NamedInputs, "input")} but is built for {inputs}; the sensory groups must add "
                + "up to the inputs.",
                nameof(inputs));
        }

        var layers = Numbered();
        var random = new MersenneTwister((uint)Seed);
        var sensory = new SynapseGrid(inputs, Units);
        var synapses = new SynapseGrid(Units, Units);
        foreach (var connection in connections)
        {
            var fromInputs = RangeOfInputs(connection.From, inputs);
            var sources = fromInputs ?? RangeOf(layers, connection.From);
            var targets = RangeOf(layers, connection.To);
            connection.Check(sources.Count, targets.Count);
            connection.Draw(fromInputs is null ? synapses : sensory, sources, targets, random);
        }

        return new Wiring(Name, Outputs, layers, synapses.ToTable(), sensory.ToTable());
    }

    LayeredWiring Add(string name, NeuronKind kind, int neurons)
    {
        RequireNewName(name);
        Require.Between(neurons, 1, MaxUnits - Units, $"The number of neurons of '{name}'",
            $"a wiring has {MaxUnits} neurons at most, and {Units} are taken", nameof(neurons));
        return this with { groups = groups.Add(new Group(name, kind, neurons)) };
    }

    LayeredWiring Add(LayerConnection connection)
    {
        var layers = Numbered();
        var sources = RangeOfInputs(connection.From, UnknownInputs()) ?? RangeOf(layers, connection.From);
        connection.Check(sources.Count, RangeOf(layers, connection.To).Count);
        return this with { connections = connections.Add(connection) };
    }

    int NamedInputs => sensoryGroups.Sum(group => group.Count);

    // Before the wiring is built, unnamed inputs can be any number.
    int UnknownInputs() => sensoryGroups.IsEmpty ? int.MaxValue : NamedInputs;

    void RequireNewName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name == AllInputs || groups.Concat(sensoryGroups).Any(group => group.Name == name))
        {
            throw new ArgumentException(
                $"The name '{name}' is taken; '{AllInputs}' are all inputs, and every layer has a name of its own.", nameof(name));
        }
    }

    NeuronRange? RangeOfInputs(string name, int inputs)
    {
        if (name == AllInputs)
            return new NeuronRange(0, inputs);
        var first = 0;
        foreach (var group in sensoryGroups)
        {
            if (group.Name == name)
                return new NeuronRange(first, group.Count);
            first += group.Count;
        }

        return null;
    }

    NeuronRange RangeOf(NeuronLayer[] layers, string name)
    {
        if (Array.Find(layers, layer => layer.Name == name) is { } found)
            return new NeuronRange(found.First, found.Count);
        if (RangeOfInputs(name, inputs: 0) is not null)
            throw new ArgumentException($"'{name}' are inputs and cannot receive synapses; connect to a layer of neurons.", nameof(name));
        var known = groups.Concat(sensoryGroups).Select(group => $"'{group.Name}'").Prepend($"'{AllInputs}'");
        throw new ArgumentException(
            $"There is no layer '{name}' yet; add it before connecting it. There are {string.Join(", ", known)}.", nameof(name));
    }

    NeuronLayer[] Numbered()
    {
        var layers = new NeuronLayer[groups.Length];
        var next = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i].Kind == NeuronKind.Motor)
                Place(i);
        }

        for (var i = groups.Length - 1; i >= 0; i--)
        {
            if (groups[i].Kind != NeuronKind.Motor)
                Place(i);
        }

        return layers;

        void Place(int i)
        {
            var (name, kind, count) = groups[i];
            layers[i] = new NeuronLayer(name, kind, next, count);
            next += count;
        }
    }

    sealed record Group(string Name, NeuronKind Kind, int Count);
}
