using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Onnx.Graphs;

namespace LiquidNet.Onnx.Equations;

/// <summary>Writes <c>y_t = sum_s w_s sigmoid(k_s (v_s - m_s))</c>, s over the synapses of t.</summary>
/// <param name="place">Where nodes are written.</param>
/// <param name="tables">The constant numbers of synapses.</param>
/// <param name="read">Gives the name of a signal.</param>
sealed class SynapseNodes(Place place, SynapseTables tables, Func<Signal, string> read)
{
    readonly Graph graph = place.Graph;

    /// <summary>Writes the sums.</summary>
    /// <returns>The name of y [... x targets].</returns>
    public string Write(SynapticSum synapses)
    {
        var groups = tables.GroupsOf(synapses);
        var sums = Array.ConvertAll(groups, group => SumOf(synapses, group));
        if (sums.Length == 1)
            return sums[0];
        var places = new long[synapses.Rows];
        foreach (var (at, target) in groups.SelectMany(group => group.Targets).Index())
            places[target] = at;
        return Gather(graph.Apply("Concat", sums, Attributes.FeatureAxis), graph.Indices("synapses/order", places));
    }

    /// <summary>What each target of a group receives [... x targets].</summary>
    string SumOf(SynapticSum synapses, SynapseGroup group)
    {
        if (group.Layout == SynapseLayout.Row)
        {
            var distances = place.AddProduct(tables.Offsets(synapses, graph), read(synapses.Source), tables.Sources(synapses, graph));
            return graph.Apply("MatMul", graph.Apply("Sigmoid", distances), tables.Targets(synapses, graph));
        }

        var potentials = group.Layout == SynapseLayout.Pairs
            ? graph.Apply("Unsqueeze", read(synapses.Source), graph.Indices("axis", [-1]))
            : Gather(read(synapses.Source), graph.Indices("synapses/source", group.SourcesOf(synapses), group.Shape));
        var openness = graph.Apply("Sigmoid", graph.Apply(
            "Mul", graph.Apply("Sub", potentials, tables.Of(synapses.Midpoint, group, "midpoint", graph)),
            tables.Of(synapses.Steepness, group, "steepness", graph)));
        var contributions = graph.Apply("Mul", openness, tables.Of(synapses.Weight, group, "weight", graph));
        var axis = group.Layout == SynapseLayout.Pairs ? -2 : -1;
        return graph.Apply("ReduceSum", [contributions, graph.Indices("axis", [axis])], Attributes.Of("keepdims", 0));
    }

    string Gather(string values, string indices) => graph.Apply("Gather", [values, indices], Attributes.FeatureAxis);
}
