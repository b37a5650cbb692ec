using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Onnx.Graphs;

namespace LiquidNet.Onnx.Equations;

/// <summary>Writes <c>y_t = sum_s w_s sigmoid(k_s (v_s - m_s))</c>, s over the synapses of t.</summary>
/// <param name="graph">Where nodes are written.</param>
/// <param name="tables">The constant numbers of synapses.</param>
/// <param name="read">Gives the name of a signal.</param>
sealed class SynapseNodes(Graph graph, SynapseTables tables, Func<Signal, string> read)
{
    /// <summary>Writes the sums.</summary>
    /// <returns>The name of y [... x targets].</returns>
    public string Write(SynapticSum synapses)
    {
        var groups = tables.GroupsOf(synapses);
        var sums = Array.ConvertAll(groups, group => group.IsRow ? SumByMatrix(synapses, group) : SumOfTable(synapses, group));
        if (sums.Length == 1)
            return sums[0];
        var places = new long[synapses.Rows];
        foreach (var (place, target) in groups.SelectMany(group => group.Targets).Index())
            places[target] = place;
        return Gather(graph.Apply("Concat", sums, Attributes.FeatureAxis), graph.Indices("synapses/order", places));
    }

    string SumByMatrix(SynapticSum synapses, SynapseGroup group) =>
        graph.Apply("MatMul", Openness(synapses, group), tables.Matrix(synapses));

    string SumOfTable(SynapticSum synapses, SynapseGroup group)
    {
        var contributions = graph.Apply("Mul", Openness(synapses, group), tables.Of(synapses.Weight, group, "weight"));
        return graph.Apply("ReduceSum", [contributions, graph.Indices("axis", [-1])], Attributes.Of("keepdims", 0));
    }

    /// <summary>How far open each synapse is, from 0 to 1.</summary>
    string Openness(SynapticSum synapses, SynapseGroup group)
    {
        var sources = Array.ConvertAll(group.Synapses, synapse => (long)synapses.SourceRows.Items[Math.Max(0, synapse)]);
        var potentials = Gather(read(synapses.Source), graph.Indices("synapses/source", sources, group.Shape));
        var distances = graph.Apply("Sub", potentials, tables.Of(synapses.Midpoint, group, "midpoint"));
        return graph.Apply("Sigmoid", graph.Apply("Mul", distances, tables.Of(synapses.Steepness, group, "steepness")));
    }

    string Gather(string values, string indices) => graph.Apply("Gather", [values, indices], Attributes.FeatureAxis);
}
