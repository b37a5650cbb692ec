using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>Whether there is anything in a set to learn from, or to score.</summary>
static class KnownTargets
{
    /// <summary>Whether an output of a set has a target that is known and does not weigh nothing; reads up to the first.</summary>
    public static bool Any(SequenceSet set) => set.TargetKind switch
    {
        TargetKind.None => false,
        TargetKind.SequenceLabel or TargetKind.StepLabels => Enumerable.Range(0, set.Count).Any(index => HasLabel(set, index)),
        _ => !set.IsWeighted || Enumerable.Range(0, set.Count).Any(index => HasValue(set, index)),
    };

    static bool HasLabel(SequenceSet set, int index)
    {
        var weights = WeightsOf(set, index);
        var labels = new int[weights.Length];
        set.ReadLabels(index, labels);
        return labels.Zip(weights).Any(each => each.First != Sequence.MissingLabel && each.Second != 0);
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
