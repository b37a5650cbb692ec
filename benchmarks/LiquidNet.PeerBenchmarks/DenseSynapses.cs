using LiquidNet.Equations;
using LiquidNet.Wirings;

namespace LiquidNet.PeerBenchmarks;

/// <summary>Synapses as libraries of tensors hold them: a table with a place for every pair.</summary>
static class DenseSynapses
{
    /// <summary>Numbers per synapse as a dense table [sources x targets], row after row.</summary>
    public static float[] Of(Parameter perSynapse, SynapseTable table)
    {
        var dense = new float[table.SourceCount * table.TargetCount];
        for (var target = 0; target < table.TargetCount; target++)
        {
            for (var synapse = table.Starts[target]; synapse < table.Starts[target + 1]; synapse++)
                dense[table.Sources[synapse] * table.TargetCount + target] = perSynapse.Values[synapse];
        }

        return dense;
    }
}
