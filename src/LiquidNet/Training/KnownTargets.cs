using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>Whether there is anything in a set to learn from, or to score.</summary>
static class KnownTargets
{
    /// <summary>Whether an output of a set has a target that is known and does not weigh nothing; reads up to the first.</summary>
    public static bool Any(SequenceSet set) => set.TargetKind switch
    {
        TargetKind.None => false,
        TargetKind.SequenceLabel or TargetKind.StepLabels => Labels(set).Any(),
        _ => !set.IsWeighted || Enumerable.Range(0, set.Count).Any(index => HasValue(set, index)),
    };

    /// <summary>Whether labels that are known and do not weigh nothing are of more than one class; reads up to the second.</summary>
    public static bool HasSeveralClasses(SequenceSet set) => Labels(set).Distinct().Skip(1).Any();

    static IEnumerable<int> Labels(SequenceSet set)
    {
        for (var index = 0; index < set.Count; index++)
        {
            var weights = WeightsOf(set, index);
            var labels = new int[weights.Length];
            set.ReadLabels(index, labels);
            for (var place = 0; place < labels.Length; place++)
            {
                if (labels[place] != Sequence.MissingLabel && weights[place] != 0)
                    yield return labels[place];
            }
        }
    }

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
        var weights = new float[TargetReader.HasEveryStep(set) ? set.LengthOf(index) : 1];
        if (set.IsWeighted)
            set.ReadWeights(index, weights);
        else
            Array.Fill(weights, 1);
        return weights;
    }
}
