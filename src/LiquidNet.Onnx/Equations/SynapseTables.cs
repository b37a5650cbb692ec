using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Onnx.Graphs;

namespace LiquidNet.Onnx.Equations;

/// <summary>The constant numbers of synapses as tensors, each written once however often an equation reads it.</summary>
/// <remarks>
/// Where all targets have about equally many synapses, these lie in one table [targets x synapses of a target]. Else they lie in a row
/// [synapses], which a matrix sums up; where that would be large, in several tables of targets with similar numbers of synapses.
/// </remarks>
sealed class SynapseTables(Graph graph, ConstantValues constants)
{
    const int LargestMatrix = 1 << 16;

    readonly Dictionary<IndexList, SynapseGroup[]> groups = [];
    readonly Dictionary<(Signal PerSynapse, object Layout), string> names = [];

    /// <summary>The groups in which the synapses lie.</summary>
    public SynapseGroup[] GroupsOf(SynapticSum synapses)
    {
        if (!groups.TryGetValue(synapses.Starts, out var known))
        {
            var isMatrixSmall = (long)synapses.Weight.Rows * synapses.Rows <= LargestMatrix;
            known = SynapseGroup.Even(synapses) is { } even ? [even]
                : isMatrixSmall ? [SynapseGroup.Row(synapses)]
                : SynapseGroup.ByCount(synapses);
            groups.Add(synapses.Starts, known);
        }

        return known;
    }

    /// <summary>A constant number for each synapse of a group, zero where a table has room for more.</summary>
    public string Of(Signal perSynapse, SynapseGroup group, string name) => Once((perSynapse, group), () =>
    {
        var values = constants.Of(perSynapse);
        var table = Array.ConvertAll(group.Synapses, synapse => synapse < 0 ? 0 : values[synapse]);
        return graph.Tensor($"synapses/{name}", table, group.Shape);
    });

    /// <summary>The matrix [synapses x targets] that weighs what synapses contribute, and sums it up.</summary>
    public string Matrix(SynapticSum synapses) => Once((synapses.Weight, synapses.Starts), () =>
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

    string Once((Signal, object) key, Func<string> create)
    {
        if (!names.TryGetValue(key, out var name))
            names.Add(key, name = create());
        return name;
    }
}
