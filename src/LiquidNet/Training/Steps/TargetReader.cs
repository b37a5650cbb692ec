using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>Reads labels, and how much each output of a sample counts.</summary>
sealed class TargetReader(Loss loss, int targets)
{
    const double LeastWeight = 1e-30, GreatestWeight = 1e30;

    readonly float[] target = new float[targets];
    int[] labels = [];
    float[] weights = [];

    /// <summary>Whether a set has a target at every step, not only after the last.</summary>
    public static bool HasEveryStep(SequenceSet set) => set.TargetKind is TargetKind.StepLabels or TargetKind.StepValues;

    /// <summary>Reads the labels of a sample and the weights of its outputs, which are zero where a label is missing.</summary>
    /// <param name="set">Where the sample comes from.</param>
    /// <param name="sample">Its position.</param>
    /// <param name="sampleLabels">Receives the labels [1, or one per step], if the loss uses them.</param>
    /// <param name="sampleWeights">Receives the weights [1, or one per step].</param>
    public void Read(SequenceSet set, int sample, Span<int> sampleLabels, Span<float> sampleWeights)
    {
        if (set.IsWeighted)
            ReadWeights(set, sample, sampleWeights);
        else
            sampleWeights.Fill(1);
        if (!loss.UsesLabels)
            return;
        sampleLabels.Clear();
        set.ReadLabels(sample, sampleLabels);
        for (var place = 0; place < sampleLabels.Length; place++)
        {
            var label = sampleLabels[place];
            if (label == Sequence.MissingLabel)
                sampleWeights[place] = 0;
            else if ((uint)label < (uint)targets)
                sampleWeights[place] *= loss.WeightOf(label);
            else
                throw Unknown(sample, label);
        }
    }

    /// <summary>Reads target values, of which those of a weighted set may be missing.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static void ReadTargets(SequenceSet set, int sample, int step, Span<float> targets)
    {
        targets.Clear();
        set.ReadTargets(sample, step, targets);
        for (var output = 0; output < targets.Length; output++)
        {
            if (float.IsFinite(targets[output]) || (float.IsNaN(targets[output]) && set.IsWeighted))
                continue;
            throw new ArgumentException(
                FormattableString.Invariant($"Sequence {sample}, step {step}: target value {output} is {targets[output]}; ")
                + "target values must be finite, or NaN in a set that is weighted.");
        }
    }

    /// <summary>The sum of the weights of all outputs of some samples: their number if nothing is weighted or missing.</summary>
    /// <exception cref="ArgumentException">The weights are so large or small that single precision cannot hold their shares.</exception>
    public double TotalWeight(SequenceSet set, ReadOnlySpan<int> samples)
    {
        var total = 0.0;
        foreach (var sample in samples)
        {
            var count = HasEveryStep(set) ? set.StepsOf(sample) : 1;
            total += loss.UsesLabels || set.IsWeighted ? TotalWeight(set, sample, count) : count;
        }

        return total is 0 or (> LeastWeight and < GreatestWeight)
            ? total
            : throw new ArgumentException(FormattableString.Invariant(
                $"The weights of a batch add up to {total}; scale them to between {LeastWeight} and {GreatestWeight}."), nameof(set));
    }

    double TotalWeight(SequenceSet set, int sample, int count)
    {
        if (weights.Length < count)
            (labels, weights) = (new int[count], new float[count]);
        Read(set, sample, labels.AsSpan(0, count), weights.AsSpan(0, count));
        var total = 0.0;
        for (var place = 0; place < count; place++)
            total += weights[place] == 0 || loss.UsesLabels ? weights[place] : weights[place] * PresentShare(set, sample, place);
        return total;
    }

    double PresentShare(SequenceSet set, int sample, int step)
    {
        ReadTargets(set, sample, step, target);
        return PresentShare(target, stride: 1);
    }

    /// <summary>The share of target values of one lane that are not missing.</summary>
    public static double PresentShare(ReadOnlySpan<float> targets, int stride)
    {
        var (present, all) = (0, 0);
        for (var at = 0; at < targets.Length; at += stride, all++)
            present += float.IsNaN(targets[at]) ? 0 : 1;
        return (double)present / all;
    }

    ArgumentException Unknown(int sample, int label) => new(
        FormattableString.Invariant($"Sequence {sample} has label {label}; the readout knows classes 0 to {targets - 1}."));

    static void ReadWeights(SequenceSet set, int sample, Span<float> sampleWeights)
    {
        set.ReadWeights(sample, sampleWeights);
        foreach (var weight in sampleWeights)
        {
            if (!(weight >= 0) || !float.IsFinite(weight))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Sequence {sample} has weight {weight}; weights must be zero or more, and finite."));
            }
        }
    }
}
