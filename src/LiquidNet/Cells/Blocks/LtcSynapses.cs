using LiquidNet.Equations;
using LiquidNet.Wirings;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Cells.Blocks;

/// <summary>The parameters of a table of conductance-based synapses, one number each per synapse, in the order of the table.</summary>
sealed class LtcSynapses
{
    readonly SynapseTable table;
    readonly Parameter weights;
    readonly Parameter midpoints;
    readonly Parameter steepnesses;

    LtcSynapses(SynapseTable table, string prefix, LtcRanges ranges, bool keepsPolarity)
    {
        this.table = table;
        weights = ranges.Positive(prefix + "w", table.Count, low: 0.001f, high: 1);
        midpoints = ranges.Free(prefix + "mu", table.Count, low: 0.3f, high: 0.8f);
        steepnesses = ranges.Free(prefix + "sigma", table.Count, low: 3, high: 8);
        var polarities = table.Select(synapse => (sbyte)synapse.Polarity).ToArray();
        Reversals = new Parameter(
            prefix + "erev", table.Count, 1, Array.ConvertAll(polarities, polarity => (float)polarity),
            keepsPolarity ? new FixedSign(polarities) : null);
    }

    /// <summary>The reversal potentials.</summary>
    public Parameter Reversals { get; }

    /// <summary>The synapses of a table, or null where it has none.</summary>
    public static LtcSynapses? Of(SynapseTable table, string prefix, LtcRanges ranges, bool keepsPolarity) =>
        table.Count == 0 ? null : new LtcSynapses(table, prefix, ranges, keepsPolarity);

    /// <summary>The conductance that opens at every target: <c>sum_j w_ij s(k_ij (v_j - m_ij))</c> [targets].</summary>
    public Signal Conductance(Signal source) => SynapticSum(source, table.Sources, table.Starts, weights, midpoints, steepnesses);

    /// <summary>The current that it drives into every target: <c>sum_j w_ij s(k_ij (v_j - m_ij)) E_ij</c> [targets].</summary>
    public Signal Current(Signal source) => SynapticSum(source, table.Sources, table.Starts, weights * Reversals, midpoints, steepnesses);
}
