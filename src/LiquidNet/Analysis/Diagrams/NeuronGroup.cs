using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>Inputs or neurons that a picture shows together: those of a layer that have one role.</summary>
sealed record NeuronGroup(string Name, NeuronKind Kind, IReadOnlyList<Node> Nodes)
{
    /// <summary>The groups of a wiring in the order a signal passes them; outputs stand apart from the others of their layer.</summary>
    public static IReadOnlyList<NeuronGroup> Of(Wiring wiring)
    {
        var groups = new List<NeuronGroup>
        {
            new("sensory", NeuronKind.Sensory, [.. Enumerable.Range(0, wiring.Inputs).Select(input => new Node(true, input))]),
        };
        foreach (var layer in wiring.Layers)
        {
            var byKind = layer.Neurons.GroupBy(wiring.KindOf).OrderBy(kind => kind.Key == NeuronKind.Motor).ToArray();
            groups.AddRange(byKind.Select(kind => new NeuronGroup(
                byKind.Length > 1 && kind.Key == NeuronKind.Motor ? "motor" : layer.Name,
                kind.Key,
                [.. kind.Select(neuron => new Node(false, neuron))])));
        }

        return groups;
    }
}
