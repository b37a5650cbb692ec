using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>Puts the hidden neurons of each group into an order in which few synapses cross.</summary>
/// <remarks>Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", 1981: each neuron goes to the
/// mean position of its neighbours in other groups, over and over.</remarks>
static class NodeOrder
{
    const int Sweeps = 8;

    public static IReadOnlyList<NeuronGroup> WithFewCrossings(IReadOnlyList<NeuronGroup> groups, IReadOnlyList<WiringEdge> edges)
    {
        var ordered = groups.ToArray();
        var position = new Dictionary<Node, double>();
        foreach (var group in ordered)
            TakePositions(group);
        var groupOf = ordered.SelectMany((group, index) => group.Nodes.Select(node => (node, index))).ToDictionary();
        var neighbours = edges.Where(edge => groupOf[edge.Source] != groupOf[edge.Target])
            .SelectMany(edge => new[] { (edge.Source, edge.Target), (Source: edge.Target, Target: edge.Source) })
            .ToLookup(pair => pair.Source, pair => pair.Target);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var index = 1; index < ordered.Length; index++)
            {
                if (ordered[index].Kind == NeuronKind.Motor)
                    continue;
                ordered[index] = ordered[index] with { Nodes = [.. ordered[index].Nodes.OrderBy(MeanOfNeighbours)] };
                TakePositions(ordered[index]);
            }
        }

        return ordered;

        void TakePositions(NeuronGroup group)
        {
            for (var index = 0; index < group.Nodes.Count; index++)
                position[group.Nodes[index]] = (index + 0.5) / group.Nodes.Count;
        }

        double MeanOfNeighbours(Node node) => neighbours[node].Select(other => position[other]).DefaultIfEmpty(position[node]).Average();
    }
}
