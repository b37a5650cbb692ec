namespace LiquidNet.Data.Sets;

/// <summary>Where the steps of a sequence come from, behind all views and windows.</summary>
/// <param name="Source">The set, or whatever else holds them; told from others as an object.</param>
/// <param name="Index">Which sequence of the source it is.</param>
/// <param name="Start">The first of its steps there.</param>
/// <param name="End">The step behind the last; the largest number for a whole sequence.</param>
readonly record struct SequenceOrigin(object Source, int Index, int Start = 0, int End = int.MaxValue)
{
    /// <summary>Finds two sequences that share a step and are not of one group.</summary>
    /// <typeparam name="T">The type of the group keys.</typeparam>
    /// <param name="parts">Sets whose sequences are compared, each with the group of every sequence.</param>
    /// <returns>The places of the two in their sets, and their groups; the one that begins earlier comes first. Null where there are
    /// none.</returns>
    public static ((int Index, T Group) First, (int Index, T Group) Second)? Shared<T>(
        params IEnumerable<(SequenceSet Set, Func<int, T> GroupOf)> parts)
    {
        var sequences = parts.SelectMany(part =>
        {
            part.Set.CheckCount(parameter: null);
            return Enumerable.Range(0, part.Set.Count)
                .Select(index => (Origin: part.Set.OriginOf(index), Group: part.GroupOf(index), Index: index));
        });
        foreach (var source in sequences.GroupBy(sequence => sequence.Origin.Source, ReferenceEqualityComparer.Instance))
        {
            var (previous, end) = (default((SequenceOrigin Origin, T Group, int Index)), 0);
            foreach (var sequence in source.OrderBy(sequence => sequence.Origin.Index).ThenBy(sequence => sequence.Origin.Start))
            {
                var follows = sequence.Origin.Index == previous.Origin.Index && sequence.Origin.Start < end;
                if (follows && !EqualityComparer<T>.Default.Equals(sequence.Group, previous.Group))
                    return ((previous.Index, previous.Group), (sequence.Index, sequence.Group));
                if (!follows || sequence.Origin.End > end)
                    (previous, end) = (sequence, sequence.Origin.End);
            }
        }

        return null;
    }
}
