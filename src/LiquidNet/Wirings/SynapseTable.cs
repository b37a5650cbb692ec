using System.Collections;
using LiquidNet.Checks;

namespace LiquidNet.Wirings;

/// <summary>
/// An immutable list of synapses, sorted by target and then by source, and where in it each target's synapses begin (compressed sparse
/// rows). Sparse cells keep their parameters in this order: entry <c>i</c> of a per-synapse parameter belongs to synapse <c>i</c>.
/// </summary>
/// <remarks>
/// Two tables are equal when they connect the same sources and targets with the same signs. Memory grows with the number of
/// synapses plus the number of targets, not with their product.
/// </remarks>
public sealed class SynapseTable : IReadOnlyList<Synapse>, IEquatable<SynapseTable>
{
    readonly Synapse[] entries;
    readonly int[] sources;
    readonly int[] starts;

    /// <summary>Creates a table from synapses in any order.</summary>
    /// <param name="sourceCount">How many sources exist, connected or not; at least 1.</param>
    /// <param name="targetCount">
    /// How many target neurons exist, connected or not; 1 to <see cref="WiringSpecification.MaxUnits"/>.
    /// </param>
    /// <param name="synapses">The synapses in any order, at most one for each pair of source and target.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1 or too large.</exception>
    /// <exception cref="ArgumentException">A synapse has a source, target or polarity out of range, or occurs twice.</exception>
    public SynapseTable(int sourceCount, int targetCount, IEnumerable<Synapse> synapses)
    {
        Require.AtLeast(sourceCount, 1, "The number of sources", "a table without sources connects nothing", nameof(sourceCount));
        Require.Between(targetCount, 1, WiringSpecification.MaxUnits, "The number of targets",
            "a wiring has at least one neuron, and its pairs must be countable", nameof(targetCount));
        ArgumentNullException.ThrowIfNull(synapses);

        SourceCount = sourceCount;
        TargetCount = targetCount;
        entries = Sorted([.. synapses]);
        sources = Array.ConvertAll(entries, synapse => synapse.Source);
        starts = new int[targetCount + 1];
        foreach (var synapse in entries)
            starts[synapse.Target + 1]++;
        for (var target = 0; target < targetCount; target++)
            starts[target + 1] += starts[target];
    }

    /// <summary>How many sources exist, connected or not.</summary>
    public int SourceCount { get; }

    /// <summary>How many targets exist, connected or not.</summary>
    public int TargetCount { get; }

    /// <summary>The number of synapses.</summary>
    public int Count => entries.Length;

    /// <summary>The source of every synapse [synapses], ascending within a target.</summary>
    public ReadOnlySpan<int> Sources => sources;

    /// <summary>
    /// Where each target's synapses begin [targets + 1]: those of target <c>t</c> are <c>Starts[t] .. Starts[t + 1] - 1</c>.
    /// </summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>The synapse at a position.</summary>
    /// <param name="index">The position, 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The synapse, with source, target and sign.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public Synapse this[int index] => entries[InRange(index, Count, nameof(index))];

    /// <summary>The synapses that end at a target.</summary>
    /// <param name="target">The target, 0 to <see cref="TargetCount"/> - 1.</param>
    /// <returns>Its synapses, by ascending source; a view, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public ReadOnlySpan<Synapse> Incoming(int target)
    {
        InRange(target, TargetCount, nameof(target));
        return entries.AsSpan(starts[target]..starts[target + 1]);
    }

    /// <summary>
    /// The sign of the synapse between a source and a target. Allocates nothing; a binary search among the synapses of the target.
    /// </summary>
    /// <param name="source">The source, 0 to <see cref="SourceCount"/> - 1.</param>
    /// <param name="target">The target, 0 to <see cref="TargetCount"/> - 1.</param>
    /// <returns>+1 or -1, or 0 where there is no synapse.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such source or target.</exception>
    public int Polarity(int source, int target)
    {
        InRange(source, SourceCount, nameof(source));
        var start = starts[InRange(target, TargetCount, nameof(target))];
        var found = sources.AsSpan(start..starts[target + 1]).BinarySearch(source);
        return found < 0 ? 0 : entries[start + found].Polarity;
    }

    /// <summary>Enumerates the synapses by target, then by source.</summary>
    /// <returns>An enumerator over all synapses.</returns>
    public IEnumerator<Synapse> GetEnumerator() => ((IEnumerable<Synapse>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => entries.GetEnumerator();

    /// <summary>Whether another table has the same sizes and the same synapses.</summary>
    /// <param name="other">The table to compare with.</param>
    /// <returns><see langword="true"/> when both are the same value.</returns>
    public bool Equals(SynapseTable? other) => other is not null
        && SourceCount == other.SourceCount
        && TargetCount == other.TargetCount
        && entries.AsSpan().SequenceEqual(other.entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SynapseTable);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(SourceCount);
        hash.Add(TargetCount);
        foreach (var synapse in entries)
            hash.Add(synapse);
        return hash.ToHashCode();
    }

    /// <summary>The sizes in words, such as <c>148 synapses, 32 -> 32</c>.</summary>
    /// <returns>Number of synapses, sources and targets.</returns>
    public override string ToString() => $"{Counted.Of(Count, "synapse")}, {SourceCount} -> {TargetCount}";

    static int InRange(int value, int count, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, count, parameter);
        return value;
    }

    Synapse[] Sorted(Synapse[] synapses)
    {
        foreach (var synapse in synapses)
        {
            if (FaultOf(synapse) is { } fault)
                throw new ArgumentException($"{synapse} {fault}.", nameof(synapses));
        }

        if (!InOrder(synapses))
            Array.Sort(synapses, Compare);
        for (var i = 1; i < synapses.Length; i++)
        {
            if (Compare(synapses[i - 1], synapses[i]) == 0)
            {
                throw new ArgumentException(
                    $"The synapse from {synapses[i].Source} to {synapses[i].Target} is listed twice; keep one, with the polarity meant.",
                    nameof(synapses));
            }
        }

        return synapses;
    }

    string? FaultOf(Synapse synapse) => synapse switch
    {
        var (source, _, _) when source < 0 || source >= SourceCount => $"starts outside the sources 0 to {SourceCount - 1}",
        var (_, target, _) when target < 0 || target >= TargetCount => $"ends outside the targets 0 to {TargetCount - 1}",
        { Polarity: not (1 or -1) } => "has a polarity other than +1 (excitatory) or -1 (inhibitory)",
        _ => null,
    };

    static bool InOrder(Synapse[] synapses)
    {
        for (var i = 1; i < synapses.Length; i++)
        {
            if (Compare(synapses[i - 1], synapses[i]) > 0)
                return false;
        }

        return true;
    }

    static int Compare(Synapse left, Synapse right) =>
        left.Target != right.Target ? left.Target.CompareTo(right.Target) : left.Source.CompareTo(right.Source);
}
