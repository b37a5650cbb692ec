using System.Globalization;
using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>Whether there is anything in a set to learn from, or to score.</summary>
static class KnownTargets
{
    const int MostNamed = 10;

    /// <summary>What a set lacks to be learned from: a known target with a weight above zero. Reads no further than the first
    /// one.</summary>
    /// <param name="set">The set.</param>
    /// <param name="loss">The loss, which may give classes the weight 0; null if classes have no weights.</param>
    /// <returns>A phrase for a message; null if there is such a target.</returns>
    public static string? LackOf(SequenceSet set, Loss? loss)
    {
        const string Nothing = "no known target";
        if (set.TargetKind is not (TargetKind.SequenceLabel or TargetKind.StepLabels))
            return set.TargetKind != TargetKind.None && HasAnyValue(set) ? null : Nothing;
        if (Labels(set).Any(known => Weighs(loss, known.Label, set.Classes, known.Weight)))
            return null;
        int[] weightless = [.. Labels(set).Select(known => known.Label).Distinct().Order().Take(MostNamed)];
        return weightless.Length == 0
            ? Nothing
            : $"no target that counts, as {loss} gives the weight 0 to all classes that it has: "
                + string.Join(", ", weightless.Select(label => Named(set, label)));
    }

    /// <summary>Refuses a set without a target that counts.</summary>
    public static void Check(SequenceSet set, Loss loss, string subject, string parameter)
    {
        if (LackOf(set, loss) is { } lack)
            throw new ArgumentException($"{subject} has {lack}.", parameter);
    }

    /// <summary>Whether more than one class has a known label with a weight above zero; reads no further than the second.</summary>
    public static bool HasSeveralClasses(SequenceSet set, Loss loss) => Labels(set)
        .Where(known => Weighs(loss, known.Label, set.Classes, known.Weight))
        .Select(known => known.Label).Distinct().Skip(1).Any();

    /// <summary>The labels that are known and do not weigh nothing, with their weights.</summary>
    public static IEnumerable<(int Label, float Weight)> Labels(SequenceSet set)
    {
        for (var index = 0; index < set.Count; index++)
        {
            var weights = WeightsOf(set, index);
            var labels = new int[weights.Length];
            set.ReadLabels(index, labels);
            for (var place = 0; place < labels.Length; place++)
            {
                if (labels[place] != Sequence.MissingLabel && weights[place] != 0)
                    yield return (labels[place], weights[place]);
            }
        }
    }

    /// <summary>Whether a label counts; one that no class has is refused where it is read.</summary>
    static bool Weighs(Loss? loss, int label, int classes, float weight) =>
        loss is null || (uint)label >= (uint)classes || weight * loss.WeightOf(label) != 0;

    static string Named(SequenceSet set, int label) =>
        label.ToString(CultureInfo.InvariantCulture) + (label < set.OutputNames.Count ? $" ('{set.OutputNames[label]}')" : "");

    static bool HasAnyValue(SequenceSet set) =>
        !set.IsWeighted || Enumerable.Range(0, set.Count).Any(index => HasValue(set, index));

    static bool HasValue(SequenceSet set, int index)
    {
        var (weights, targets) = (WeightsOf(set, index), new float[set.Outputs]);
        for (var step = 0; step < weights.Length; step++)
        {
            if (weights[step] == 0)
                continue;
            Array.Clear(targets);
            set.ReadTargets(index, step, targets);
            if (!Array.TrueForAll(targets, float.IsNaN))
                return true;
        }

        return false;
    }

    static float[] WeightsOf(SequenceSet set, int index)
    {
        var weights = new float[TargetReader.HasEveryStep(set) ? set.StepsOf(index) : 1];
        if (set.IsWeighted)
            set.ReadWeights(index, weights);
        else
            Array.Fill(weights, 1);
        return weights;
    }
}
