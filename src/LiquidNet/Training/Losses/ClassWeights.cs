using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>Weights of classes, for <see cref="SoftmaxCrossEntropy.ClassWeights"/>.</summary>
public static class ClassWeights
{
    /// <summary>Weights with which all classes of a set count the same, however rare they are.</summary>
    /// <remarks>
    /// <code>
    /// w_c = n / (k n_c)
    /// </code>
    /// <para>with <c>n</c> labels, <c>n_c</c> of class <c>c</c> and <c>k</c> classes that occur, as "balanced" in scikit-learn; labels
    /// count by the weights of the set. The mean weight of the labels is 1, which leaves the learning rate as it is.</para>
    /// </remarks>
    /// <param name="set">The training set.</param>
    /// <returns>One weight per class [<see cref="SequenceSet.Classes"/>]; 1 for a class that does not occur.</returns>
    /// <exception cref="ArgumentException">The targets of the set are not classes, or no label is known.</exception>
    /// <example>
    /// <code>
    /// new Trainer(network, new() { Loss = new SoftmaxCrossEntropy { ClassWeights = ClassWeights.Balanced(train) } }).Fit(train);
    /// </code>
    /// </example>
    public static IReadOnlyList<float> Balanced(SequenceSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.TargetKind is not (TargetKind.SequenceLabel or TargetKind.StepLabels))
            throw new ArgumentException($"Weights of classes need labels, but the sequences have {set.TargetKind}.", nameof(set));
        KnownTargets.Check(set, new SoftmaxCrossEntropy(), "The set", nameof(set));
        var counts = new double[set.Classes];
        foreach (var (label, weight) in KnownTargets.Labels(set))
        {
            if ((uint)label >= (uint)counts.Length)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The set has label {label} but only {counts.Length} classes."), nameof(set));
            }

            counts[label] += weight;
        }

        var mean = counts.Sum() / counts.Count(count => count > 0);
        return Array.AsReadOnly(Array.ConvertAll(counts, count => count > 0 ? (float)(mean / count) : 1));
    }
}
