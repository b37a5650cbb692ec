using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>How wrong an output is: a value, and its gradient.</summary>
public abstract class Loss
{
    private protected Loss()
    {
    }

    /// <summary>Whether the loss compares with classes; otherwise with values.</summary>
    internal abstract bool ComparesClasses { get; }

    /// <summary>Adds up the losses of the lanes of a shard and writes the gradient.</summary>
    /// <param name="output">What the readout gave before any activation [rows x lanes].</param>
    /// <param name="truth">What would have been right, and how much each lane counts.</param>
    /// <param name="gradient">The gradient by the output [rows x lanes].</param>
    /// <returns>The weighted sum of the losses.</returns>
    internal abstract double WriteGradient(ReadOnlySpan<float> output, LaneTargets truth, Span<float> gradient);

    /// <summary>How many outputs of some samples have a truth to compare with.</summary>
    internal static int JudgedOutputs(SequenceSet set, ReadOnlySpan<int> samples)
    {
        if (set.TargetKind is not (TargetKind.StepLabels or TargetKind.StepValues))
            return samples.Length;
        var outputs = 0;
        foreach (var sample in samples)
            outputs += set.LengthOf(sample);
        return outputs;
    }

    /// <summary>Checks that a set has what the loss compares with, in the sizes of the network.</summary>
    internal void CheckFits(SequenceSet set, LiquidNetwork network)
    {
        network.CheckFeatures(set.Features, nameof(set));
        var hasClasses = set.TargetKind is TargetKind.SequenceLabel or TargetKind.StepLabels;
        if (set.TargetKind == TargetKind.None || hasClasses != ComparesClasses)
        {
            throw new ArgumentException(
                $"{GetType().Name} needs {(ComparesClasses ? "labels" : "target values")} but the sequences have {set.TargetKind}.", nameof(set));
        }

        if (!hasClasses && network.Readout.IsClassifier)
        {
            throw new ArgumentException(
                $"{GetType().Name} compares values, but the network's readout gives probabilities of classes: use a LinearReadout.", nameof(network));
        }

        var outputs = hasClasses ? set.Classes : set.Outputs;
        if (hasClasses ? outputs > network.OutputSize : outputs != network.OutputSize)
        {
            throw new ArgumentException(
                $"The network has {network.OutputSize} outputs but the sequences have {outputs} {(hasClasses ? "classes" : "target values")}.", nameof(set));
        }
    }
}
