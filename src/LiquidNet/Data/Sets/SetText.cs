using LiquidNet.Checks;

namespace LiquidNet.Data.Sets;

/// <summary>A set in words, so that a rare class or a wrong unit of time is seen.</summary>
static class SetText
{
    const int MostClasses = 5;
    const int MostSequences = 1_000;
    const int MostTimespans = 100_000;

    public static string Of(SequenceSet set)
    {
        int[] lengths = [.. Enumerable.Range(0, set.Count).Select(set.LengthOf)];
        var (least, greatest) = (lengths.DefaultIfEmpty().Min(), lengths.DefaultIfEmpty().Max());
        var features = set.FeatureNames.Count > 0 ? $" ({Counted.FirstOf(set.FeatureNames)})" : "";
        var shortest = least == greatest ? "" : FormattableString.Invariant($"{least:N0} to ");
        return $"{Counted.Of(set.Count, "sequence")} of {Counted.Of(set.Features, "feature")}{features} and {shortest}"
            + $"{Counted.Of(greatest, "step")}, {TimespanOf(set, lengths)}{TargetOf(set, lengths)}";
    }

    static string TargetOf(SequenceSet set, int[] lengths) => set.TargetKind switch
    {
        TargetKind.SequenceLabel or TargetKind.StepLabels =>
            $"{Counted.Of(set.Classes, "class", "classes")} ({set.TargetKind}; {LabelsOf(set, lengths)})",
        TargetKind.SequenceValues or TargetKind.StepValues =>
            $"{Counted.Of(set.Outputs, "output")} ({set.TargetKind}"
            + (set.OutputNames.Count > 0 ? $": {Counted.FirstOf(set.OutputNames)})" : ")"),
        _ => "no target",
    };

    /// <summary>How many of each class there are; of many classes, the rarest and the most frequent.</summary>
    static string LabelsOf(SequenceSet set, int[] lengths)
    {
        var counts = new long[set.Classes];
        var unknown = 0L;
        var labels = new int[set.TargetKind == TargetKind.StepLabels ? lengths.DefaultIfEmpty().Max() : 1];
        for (var index = 0; index < lengths.Length; index++)
        {
            var read = labels.AsSpan(0, set.TargetKind == TargetKind.StepLabels ? lengths[index] : 1);
            read.Clear();
            set.ReadLabels(index, read);
            foreach (var label in read)
            {
                if ((uint)label < (uint)counts.Length)
                    counts[label]++;
                else
                    unknown++;
            }
        }

        return TextOf(set, counts) + (unknown > 0 ? FormattableString.Invariant($", unknown: {unknown:N0}") : "");
    }

    static string TextOf(SequenceSet set, long[] counts)
    {
        var (least, greatest) = (counts.DefaultIfEmpty().Min(), counts.DefaultIfEmpty().Max());
        if (counts.Length <= MostClasses)
            return string.Join(", ", Enumerable.Range(0, counts.Length).Select(Text));
        return least == greatest
            ? FormattableString.Invariant($"{least:N0} of each")
            : $"{Text(Array.IndexOf(counts, least))} to {Text(Array.IndexOf(counts, greatest))}";

        string Text(int label) => FormattableString.Invariant($"{NameOf(set, label)}: {counts[label]:N0}");
    }

    static string NameOf(SequenceSet set, int label) =>
        label < set.OutputNames.Count ? Counted.FirstOf([set.OutputNames[label]]) : FormattableString.Invariant($"{label}");

    static string TimespanOf(SequenceSet set, int[] lengths)
    {
        var timespans = new List<float>();
        for (var index = 0; index < lengths.Length && timespans.Count < MostTimespans; index += 1 + lengths.Length / MostSequences)
        {
            var read = new float[lengths[index]];
            set.ReadTimespans(index, read);
            timespans.AddRange(read.AsSpan(Math.Min(1, read.Length)));
        }

        if (timespans.Count == 0 || (set.TimeUnit is null && timespans.TrueForAll(timespan => timespan == 1)))
            return "";
        timespans.Sort();
        var unit = set.TimeUnit is { } known ? $" (unit: {TimeText.Of(known)})" : "";
        return FormattableString.Invariant($"usual timespan {timespans[timespans.Count / 2]:G4}{unit}, ");
    }
}
