using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Onnx.Graphs;

namespace LiquidNet.Onnx.Equations;

/// <summary>The constant numbers of synapses as tensors, each written once however often an equation reads it.</summary>
sealed class SynapseTables(ConstantValues constants)
{
    readonly Dictionary<(IndexList Sources, IndexList Starts), SynapseGroup[]> groups = [];
    readonly Dictionary<(Graph Graph, Signal PerSynapse, object Layout), string> names = [];

    /// <summary>The groups in which the synapses lie.</summary>
    public SynapseGroup[] GroupsOf(SynapticSum synapses)
    {
        var table = (synapses.SourceRows, synapses.Starts);
        if (!groups.TryGetValue(table, out var known))
            groups.Add(table, known = SynapseGroup.Of(synapses));
        return known;
    }

    /// <summary>A constant number for each synapse of a group, zero in a place without one.</summary>
    public string Of(Signal perSynapse, SynapseGroup group, string name, Graph graph) => Once((graph, perSynapse, group), () =>
    {
        var values = constants.Of(perSynapse);
        var table = Array.ConvertAll(group.Synapses, synapse => synapse < 0 ? 0 : values[synapse]);
        return graph.Tensor($"synapses/{name}", table, group.Shape);
    });

    /// <summary>The matrix [sources x synapses] that brings each synapse its source, times its steepness.</summary>
    public string Sources(SynapticSum synapses, Graph graph) => Once((graph, synapses.Steepness, synapses.SourceRows), () =>
    {
        var steepnesses = constants.Of(synapses.Steepness);
        var matrix = new float[synapses.Source.Rows * steepnesses.Length];
        for (var synapse = 0; synapse < steepnesses.Length; synapse++)
            matrix[synapses.SourceRows.Items[synapse] * steepnesses.Length + synapse] = steepnesses[synapse];
        return graph.Tensor("synapses/steepness", matrix, [synapses.Source.Rows, steepnesses.Length]);
    });

    /// <summary>What is added then, the negative of midpoint times steepness [synapses].</summary>
    public string Offsets(SynapticSum synapses, Graph graph) => Once((graph, synapses.Midpoint, synapses.Steepness), () =>
        graph.Tensor("synapses/offset", constants.Of(-(synapses.Midpoint * synapses.Steepness)), [synapses.Midpoint.Rows]));

    /// <summary>The matrix [synapses x targets] that weighs what synapses contribute, and sums it up.</summary>
    public string Targets(SynapticSum synapses, Graph graph) => Once((graph, synapses.Weight, synapses.Starts), () =>
    {
        var weights = constants.Of(synapses.Weight);
        var matrix = new float[weights.Length * synapses.Rows];
        for (var target = 0; target < synapses.Rows; target++)
        {
            for (var synapse = synapses.Starts.Items[target]; synapse < synapses.Starts.Items[target + 1]; synapse++)
                matrix[synapse * synapses.Rows + target] = weights[synapse];
        }

        return graph.Tensor("synapses/weight", matrix, [weights.Length, synapses.Rows]);
    });

    string Once((Graph, Signal, object) key, Func<string> create)
    {
        if (!names.TryGetValue(key, out var name))
            names.Add(key, name = create());
        return name;
    }
}
