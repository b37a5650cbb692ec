using System.Numerics;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Onnx.Equations;

/// <summary>Some targets and their synapses, as many places for each target; or all synapses in a row.</summary>
/// <param name="Targets">The targets; none where synapses lie in a row, whatever their targets.</param>
/// <param name="Synapses">The synapse in each place, target after target, or -1 where a target has fewer.</param>
/// <param name="Width">Places for each target, or in the row.</param>
sealed record SynapseGroup(int[] Targets, int[] Synapses, int Width)
{
    /// <summary>Whether synapses lie in a row.</summary>
    public bool IsRow => Targets.Length == 0;

    /// <summary>[targets x width], or [width].</summary>
    public long[] Shape => IsRow ? [Width] : [Targets.Length, Width];

    /// <summary>All synapses in a row.</summary>
    public static SynapseGroup Row(SynapticSum synapses) =>
        new([], [.. Enumerable.Range(0, synapses.Weight.Rows)], synapses.Weight.Rows);

    /// <summary>All targets in one table, or null where more than a fifth of it would be empty.</summary>
    public static SynapseGroup? Even(SynapticSum synapses)
    {
        int[] targets = [.. Enumerable.Range(0, synapses.Rows)];
        var places = (long)synapses.Rows * targets.Max(target => CountOf(synapses, target));
        return 4 * places <= 5L * synapses.Weight.Rows ? Table(synapses, targets) : null;
    }

    /// <summary>Tables of targets of which none has twice as many synapses as another: less than half of each is empty.</summary>
    public static SynapseGroup[] ByCount(SynapticSum synapses) =>
        [.. Enumerable.Range(0, synapses.Rows)
            .GroupBy(target => BitOperations.Log2((uint)CountOf(synapses, target)))
            .OrderBy(group => group.Key)
            .Select(group => Table(synapses, [.. group]))];

    static SynapseGroup Table(SynapticSum synapses, int[] targets)
    {
        var width = Math.Max(1, targets.Max(target => CountOf(synapses, target)));
        var table = new int[targets.Length * width];
        Array.Fill(table, -1);
        foreach (var (row, target) in targets.Index())
        {
            for (var place = 0; place < CountOf(synapses, target); place++)
                table[row * width + place] = synapses.Starts.Items[target] + place;
        }

        return new SynapseGroup(targets, table, width);
    }

    static int CountOf(SynapticSum synapses, int target) => synapses.Starts.Items[target + 1] - synapses.Starts.Items[target];
}
