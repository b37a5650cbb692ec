using LiquidNet.Checks;
using LiquidNet.Data.Sets;
using LiquidNet.Seeding;

namespace LiquidNet.Data;

/// <summary>Divides sets so that evaluation never sees what was learned from: by class, by group, by time, and in folds.</summary>
/// <remarks>The same seed gives the same parts on every machine; parts have no sequence in common and together hold all. A share lies
/// strictly between 0 and 1; one that would leave a part empty is refused.</remarks>
public static partial class SequenceSplits
{
    /// <summary>Divides a set in two at random so that both parts have the same share of every class.</summary>
    /// <param name="set">Sequences with one class each; those whose class is not known count as a class of their own.</param>
    /// <param name="fraction">The share of the first part, between 0 and 1. The part has this share of all sequences, rounded, and of every
    /// class this share, rounded up for the classes with the largest remainders and otherwise down.</param>
    /// <param name="seed">The seed of the shuffle; 0 by default.</param>
    /// <exception cref="ArgumentException">The sequences have no class.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> would leave a part empty.</exception>
    public static (SequenceSet First, SequenceSet Second) SplitStratified(this SequenceSet set, double fraction, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.TargetKind != TargetKind.SequenceLabel)
        {
            throw new ArgumentException(
                $"Strata are classes of whole sequences, but the targets of these are {set.TargetKind}: use Split, or SplitByGroup with "
                + "groups of your own.",
                nameof(set));
        }

        set.CheckCount(nameof(set));
        CheckFraction(set, fraction);
        var labels = LabelsOf(set);
        var quota = Quotas(labels, fraction);
        return Parts(set, Shuffled(set.Count, seed), index => quota[labels[index]]-- >= 1, fraction);
    }

    /// <summary>Divides a set in two at random so that all sequences of a group are in one part: the visits of a patient, the windows of a
    /// series.</summary>
    /// <typeparam name="T">The type of the group keys.</typeparam>
    /// <param name="set">The sequences.</param>
    /// <param name="groups">The group of each sequence, such as <see cref="SequenceSet.Ids"/> of windows.</param>
    /// <param name="fraction">The share of the sequences in the first part. Whole groups are drawn one after the other, and the smaller
    /// part takes each that brings it closer to its share, at least one.</param>
    /// <param name="seed">The seed of the shuffle; 0 by default.</param>
    /// <exception cref="ArgumentException">There is not one group per sequence, or one is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> would leave a part empty.</exception>
    public static (SequenceSet First, SequenceSet Second) SplitByGroup<T>(
        this SequenceSet set, IReadOnlyList<T> groups, double fraction, int seed = 0)
        where T : notnull
    {
        CheckGroups(set, groups);
        CheckFraction(set, fraction);
        var (members, smaller) = (Members(groups), new HashSet<T>());
        var missing = set.Count * Math.Min(fraction, 1 - fraction);
        foreach (var group in Shuffled(members.Length, seed).Select(place => members[place]))
        {
            if (Math.Abs(missing - group.Count()) >= Math.Abs(missing) || smaller.Count == members.Length - 1)
                continue;
            smaller.Add(group.Key);
            missing -= group.Count();
        }

        if (smaller.Count == 0 && members.Length > 1)
            smaller.Add(members.MinBy(group => group.Count())!.Key);
        return Parts(set, Shuffled(set.Count, seed), index => smaller.Contains(groups[index]) == (fraction <= 0.5), fraction);
    }

    /// <summary>Cuts every sequence in two, earlier and later steps, in the same proportion.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="fraction">The share of the steps in the first part, between 0 and 1, rounded to the nearest number; a sequence too
    /// short for a step in each is in one part only.</param>
    /// <returns>The earlier steps, and the later ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> would leave a part empty.</exception>
    public static (SequenceSet Earlier, SequenceSet Later) SplitByTime(this SequenceSet set, double fraction)
    {
        ArgumentNullException.ThrowIfNull(set);
        set.CheckCount(nameof(set));
        CheckFraction(set, fraction);
        var cuts = new int[set.Count];
        for (var index = 0; index < cuts.Length; index++)
            cuts[index] = (int)Math.Round(set.StepsOf(index) * fraction, MidpointRounding.AwayFromZero);
        return Cut(set, cuts, () => EmptyPart(set, fraction));
    }

    /// <summary>Divides a set for cross-validation: every sequence is in the validation part of one fold and in the training parts of all
    /// others. If sequences have one class each, every fold has the same share of every class.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="folds">How many folds, 2 to the number of sequences.</param>
    /// <param name="seed">The seed of the shuffle; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer sequences than folds, or fewer than 2 folds.</exception>
    public static IReadOnlyList<(SequenceSet Training, SequenceSet Validation)> Folds(this SequenceSet set, int folds, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(set);
        return InFolds(set, FoldOfEach(set, folds, seed), folds);
    }

    /// <summary>Divides a set for cross-validation so that all sequences of a group are in the same fold.</summary>
    /// <typeparam name="T">The type of the group keys.</typeparam>
    /// <param name="set">The sequences.</param>
    /// <param name="groups">The group of each sequence, such as <see cref="SequenceSet.Ids"/> of windows.</param>
    /// <param name="folds">How many folds, 2 to the number of groups; the largest group comes first, and each goes to the fold with the
    /// fewest sequences.</param>
    /// <param name="seed">The seed of the shuffle; 0 by default.</param>
    /// <exception cref="ArgumentException">There is not one group per sequence, or one is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer groups than folds, or fewer than 2 folds.</exception>
    public static IReadOnlyList<(SequenceSet Training, SequenceSet Validation)> FoldsByGroup<T>(
        this SequenceSet set, IReadOnlyList<T> groups, int folds, int seed = 0)
        where T : notnull => InFolds(set, FoldOfEach(set, groups, folds, seed), folds);

    /// <summary>The fold of each sequence, drawn at random, and class by class where sequences have one each.</summary>
    internal static int[] FoldOfEach(SequenceSet set, int folds, int seed)
    {
        set.CheckCount(nameof(set));
        Require.Between(folds, 2, set.Count, "The number of folds", "each needs a sequence", nameof(folds));
        var order = Shuffled(set.Count, seed);
        if (set.TargetKind == TargetKind.SequenceLabel)
        {
            var labels = LabelsOf(set);
            order = [.. order.OrderBy(index => labels[index])];
        }

        var foldOf = new int[set.Count];
        for (var place = 0; place < order.Length; place++)
            foldOf[order[place]] = place % folds;
        return foldOf;
    }

    /// <summary>The fold of each sequence, the same for all of a group.</summary>
    internal static int[] FoldOfEach<T>(SequenceSet set, IReadOnlyList<T> groups, int folds, int seed)
        where T : notnull
    {
        CheckGroups(set, groups);
        var members = Members(groups);
        Require.Between(folds, 2, members.Length, "The number of folds", "each needs a group", nameof(folds));
        var (sizes, foldOf) = (new int[folds], new int[set.Count]);
        foreach (var group in Shuffled(members.Length, seed).Select(place => members[place]).OrderByDescending(group => group.Count()))
        {
            var smallest = Array.IndexOf(sizes, sizes.Min());
            foreach (var index in group)
                foldOf[index] = smallest;
            sizes[smallest] += group.Count();
        }

        return foldOf;
    }

    /// <summary>Refuses shares that leave a part empty, whatever the set holds.</summary>
    internal static void CheckFraction(SequenceSet set, double fraction)
    {
        if (!(fraction > 0 && fraction < 1))
            throw EmptyPart(set, fraction);
    }

    /// <summary>The error for a share that leaves a part empty.</summary>
    internal static ArgumentOutOfRangeException EmptyPart(SequenceSet set, double fraction) => new(
        nameof(fraction), fraction,
        FormattableString.Invariant($"Splitting {Counted.Of(set.Count, "sequence")} at {fraction} would leave a part empty; choose a ")
        + "fraction between 0 and 1 that gives each part something.");

    /// <summary>Cuts each sequence before one of its steps.</summary>
    internal static (SequenceSet Before, SequenceSet From) Cut(SequenceSet set, int[] cuts, Func<ArgumentException> refusal)
    {
        var tracks = new SeriesTracks(set);
        return (
            PartOf(set, tracks, index => (0, cuts[index]), refusal),
            PartOf(set, tracks, index => (cuts[index], set.LengthOf(index)), refusal));
    }

    /// <summary>Takes steps of each sequence, from one to before another; those without a step are left out.</summary>
    static SequenceWindows PartOf(
        SequenceSet set, SeriesTracks tracks, Func<int, (int Start, int End)> steps, Func<ArgumentException> refusal)
    {
        Segment[] parts = [.. Enumerable.Range(0, set.Count)
            .Select(index => steps(index) is var (start, end) ? new Segment(index, start, end - start) : default)
            .Where(segment => segment.Length > 0)];
        return parts.Length > 0
            ? new(set, tracks, parts)
            : throw refusal();
    }

    static (SequenceSet First, SequenceSet Second) Parts(SequenceSet set, int[] order, Func<int, bool> isFirst, double fraction)
    {
        var parts = order.ToLookup(isFirst);
        if (!parts.Contains(true) || !parts.Contains(false))
            throw EmptyPart(set, fraction);
        var first = parts[true].ToHashSet();
        CheckApart(set, first.Contains);
        return (set.Subset([.. parts[true]]), set.Subset([.. parts[false]]));
    }

    /// <summary>Refuses parts of which one has steps that another has too.</summary>
    internal static void CheckApart<T>(SequenceSet set, Func<int, T> partOf)
    {
        if (SequenceOrigin.Shared((set, partOf)) is var (first, second))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Sequences {first.Index} and {second.Index} share steps but would be in different parts: ")
                + "what is learned from would be scored too. Divide the series first, by SplitByTime or Split, and cut windows of the "
                + "parts; cut windows with a stride of their length; or divide by SplitByGroup with the Ids of the set.",
                nameof(set));
        }
    }

    /// <summary>How many sequences of each class a part has, by the largest remainders: shares that are rounded class by class may together
    /// be off by half of the number of classes.</summary>
    static Dictionary<int, double> Quotas(int[] labels, double fraction)
    {
        var shares = labels.CountBy(label => label).Select(count => (Label: count.Key, Share: count.Value * fraction)).ToArray();
        var quotas = shares.ToDictionary(share => share.Label, share => Math.Floor(share.Share));
        var left = Math.Round(labels.Length * fraction, MidpointRounding.AwayFromZero) - quotas.Values.Sum();
        foreach (var (label, _) in shares.OrderByDescending(share => share.Share - Math.Floor(share.Share)).ThenBy(share => share.Label))
        {
            if (left-- >= 1)
                quotas[label]++;
        }

        return quotas;
    }

    static (SequenceSet Training, SequenceSet Validation)[] InFolds(SequenceSet set, int[] foldOf, int folds)
    {
        CheckApart(set, index => foldOf[index]);
        return [.. Enumerable.Range(0, folds).Select(fold => (Where(of => of != fold), Where(of => of == fold)))];

        SequenceSet Where(Func<int, bool> belongs) =>
            set.Subset([.. Enumerable.Range(0, set.Count).Where(index => belongs(foldOf[index]))]);
    }

    static int[] LabelsOf(SequenceSet set)
    {
        var labels = new int[set.Count];
        for (var index = 0; index < labels.Length; index++)
            set.ReadLabels(index, labels.AsSpan(index, 1));
        return labels;
    }

    static IGrouping<T, int>[] Members<T>(IReadOnlyList<T> groups)
        where T : notnull => [.. Enumerable.Range(0, groups.Count).GroupBy(index => groups[index])];

    /// <summary>Refuses groups that are not one for each sequence.</summary>
    static void CheckGroups<T>(SequenceSet set, IReadOnlyList<T> groups)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count != set.Count)
            throw new ArgumentException($"One group per sequence is expected, {set.Count}, but there are {groups.Count}.", nameof(groups));
        if (Enumerable.Range(0, groups.Count).FirstOrDefault(index => groups[index] is null, -1) is >= 0 and var without)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The group of sequence {without} is null: give it the one that it belongs to, or one of its ")
                + "own.",
                nameof(groups));
        }
    }

    static int[] Shuffled(int count, int seed)
    {
        var order = new int[count];
        SplitMix64.For(seed, stream: count).WritePermutation(order);
        return order;
    }
}
