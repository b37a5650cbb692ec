using System.Numerics;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Onnx.Equations;

/// <summary>How some synapses lie side by side.</summary>
/// <param name="Layout">The order.</param>
/// <param name="Targets">The targets whose synapses they are, in order.</param>
/// <param name="Synapses">The synapse in each place, or -1 where there is none.</param>
/// <param name="Shape">How the places are arranged.</param>
sealed record SynapseGroup(SynapseLayout Layout, int[] Targets, int[] Synapses, long[] Shape)
{
    const int SmallMatrix = 1 << 14, LargestMatrix = 1 << 16;

    /// <summary>Arranges synapses so that they are computed fast, and in memory that is in proportion to their number.</summary>
    public static SynapseGroup[] Of(SynapticSum synapses)
    {
        var count = synapses.Weight.Rows;
        int[] targets = [.. Enumerable.Range(0, synapses.Rows)];
        var matrix = (long)count * Math.Max(synapses.Source.Rows, synapses.Rows);
        if (matrix > SmallMatrix && Pairs(synapses) is { } pairs)
            return [pairs];
        if (matrix <= LargestMatrix)
            return [new(SynapseLayout.Row, targets, [.. Enumerable.Range(0, count)], [count])];
        return
        [
            .. targets.GroupBy(target => BitOperations.Log2((uint)CountOf(synapses, target)))
                .OrderBy(group => group.Key)
                .Select(group => Rows(synapses, [.. group])),
        ];
    }

    /// <summary>The row of the source in each place; any where there is no synapse.</summary>
    public long[] SourcesOf(SynapticSum synapses) =>
        Array.ConvertAll(Synapses, synapse => (long)synapses.SourceRows.Items[Math.Max(0, synapse)]);

    /// <summary>
    /// All synapses, with a place for every pair of a source and a target; null where most pairs have none, or one has several.
    /// </summary>
    static SynapseGroup? Pairs(SynapticSum synapses)
    {
        var (sources, targets) = (synapses.Source.Rows, synapses.Rows);
        if ((long)sources * targets > 2L * synapses.Weight.Rows)
            return null;
        var places = new int[sources * targets];
        Array.Fill(places, -1);
        for (var target = 0; target < targets; target++)
        {
            for (var synapse = synapses.Starts.Items[target]; synapse < synapses.Starts.Items[target + 1]; synapse++)
            {
                ref var place = ref places[synapses.SourceRows.Items[synapse] * targets + target];
                if (place >= 0)
                    return null;
                place = synapse;
            }
        }

        return new(SynapseLayout.Pairs, [.. Enumerable.Range(0, targets)], places, [sources, targets]);
    }

    /// <summary>The synapses of targets of which none has twice as many as another: less than half of the places are empty.</summary>
    static SynapseGroup Rows(SynapticSum synapses, int[] targets)
    {
        var width = Math.Max(1, targets.Max(target => CountOf(synapses, target)));
        var places = new int[targets.Length * width];
        Array.Fill(places, -1);
        foreach (var (row, target) in targets.Index())
        {
            for (var place = 0; place < CountOf(synapses, target); place++)
                places[row * width + place] = synapses.Starts.Items[target] + place;
        }

        return new(SynapseLayout.Rows, targets, places, [targets.Length, width]);
    }

    static int CountOf(SynapticSum synapses, int target) => synapses.Starts.Items[target + 1] - synapses.Starts.Items[target];
}

/// <summary>The orders in which synapses may lie.</summary>
enum SynapseLayout
{
    /// <summary>[synapses]: a matrix brings each its source, another sums what they contribute.</summary>
    Row,

    /// <summary>[sources x targets]: nothing has to be looked up, and columns are summed.</summary>
    Pairs,

    /// <summary>[targets x synapses of a target]: their sources are looked up, and rows are summed.</summary>
    Rows,
}
