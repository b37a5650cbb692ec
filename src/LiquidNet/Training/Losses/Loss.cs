using LiquidNet.Checks;
using LiquidNet.Data;

namespace LiquidNet.Training;

/// <summary>Measures how wrong outputs are: a value and its gradient.</summary>
/// <remarks>
/// <para>A loss sees logits, the outputs of the readout before its activation, and target values in the same unit, as
/// <see cref="Readout.Targets"/> gives them: standardised if the network is. It holds no network, and any number of trainers may share
/// it.</para>
/// <para>A custom loss that compares element by element derives from <see cref="ElementwiseLoss"/>; any other overrides
/// <see cref="UsesLabels"/> and <see cref="WriteGradient"/>. A loss that is not defined for all target values also overrides
/// <see cref="TargetRange"/>.</para>
/// </remarks>
public abstract class Loss
{
    /// <summary>Whether the loss compares with labels, so that evaluations have an accuracy and a confusion matrix; otherwise it compares
    /// with target values.</summary>
    public abstract bool UsesLabels { get; }

    /// <summary>Sums the losses of some samples at one time step and writes the gradient. Must allocate nothing.</summary>
    /// <param name="batch">Logits, labels or targets, weights, and where the gradient is written.</param>
    /// <returns>The sum of the losses, each multiplied by the weight of its lane.</returns>
    protected internal abstract double WriteGradient(LossBatch batch);

    /// <summary>The range of target values that the loss is defined for, bounds included, in the unit of the logits.</summary>
    /// <remarks>A bounded range means that targets have a fixed meaning, like probabilities or counts. Targets outside it are refused, and
    /// so is a network that standardises targets; <see cref="CrossValidation"/> then standardises inputs only.</remarks>
    /// <value>All numbers, unless overridden.</value>
    protected internal virtual (float Least, float Greatest) TargetRange => (float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>The weight of outputs whose label is a given class, in addition to the weights of the set.</summary>
    /// <param name="label">The class, 0 to outputs - 1.</param>
    /// <returns>Zero or more, and finite; 1 unless overridden.</returns>
    protected internal virtual float WeightOf(int label) => 1;

    /// <summary>
    /// Refuses readouts that the loss cannot be used with: unless overridden, labels need <see cref="OutputKind.Classes"/>, and target
    /// values need <see cref="OutputKind.Values"/> that are no quantiles, of which all would learn the same.
    /// </summary>
    /// <param name="readout">The readout whose logits would be compared.</param>
    /// <exception cref="ArgumentException">The loss cannot be used with this readout.</exception>
    protected internal virtual void CheckFits(Readout readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.OutputKind != (UsesLabels ? OutputKind.Classes : OutputKind.Values))
            throw Unfit(readout);
        if (readout.Quantiles.Count > 0)
        {
            throw new ArgumentException(
                $"{GetType().Name} teaches all quantiles of readout '{readout}' the same: leave the loss out, or choose "
                + $"{nameof(QuantileLoss)}.",
                nameof(readout));
        }
    }

    /// <summary>The loss that belongs to a readout where none is stated.</summary>
    internal static Loss For(Readout readout) => readout.OutputKind switch
    {
        OutputKind.Classes => new SoftmaxCrossEntropy(),
        OutputKind.Probabilities => new BinaryCrossEntropy(),
        _ when readout.Quantiles.Count > 0 => new QuantileLoss(readout.Quantiles),
        _ => new MeanSquaredError(),
    };

    /// <summary>Checks that a set has what the loss compares with, in the sizes of the network and under its
    /// names.</summary>
    internal void CheckFits(SequenceSet set, LiquidNetwork network, string subject = "the set")
    {
        set.CheckCount(nameof(set));
        network.CheckFeatures(set, nameof(set), subject);
        var hasLabels = set.TargetKind is TargetKind.SequenceLabel or TargetKind.StepLabels;
        if (set.TargetKind == TargetKind.None || hasLabels != UsesLabels)
        {
            throw new ArgumentException(
                $"{GetType().Name} needs {(UsesLabels ? "labels" : "target values")} but the sequences have {set.TargetKind}.",
                nameof(set));
        }

        CheckFits(network);
        var targets = hasLabels ? set.Classes : set.Outputs;
        if (hasLabels ? targets > network.TargetSize : targets != network.TargetSize)
        {
            var kind = hasLabels ? Counted.Of(targets, "class", "classes") : Counted.Of(targets, "target value");
            var quantiles = network.Quantiles.Count > 0 ? $", {network.Quantiles.Count} quantiles of each target value," : "";
            throw new ArgumentException(
                $"The network has {Counted.Of(network.OutputSize, "output")}{quantiles} but the sequences have {kind}.",
                nameof(set));
        }

        network.CheckTargetNames(set, nameof(set), subject);
    }

    /// <summary>Refuses a network whose logits the loss is not for, or that moves target values which mean something as they are.</summary>
    internal void CheckFits(LiquidNetwork network)
    {
        CheckFits(network.Readout);
        if (HasTargetRange && network.StandardizesTargets)
        {
            throw new ArgumentException(
                $"{GetType().Name} compares with target values of {DescribeRange()} as they are, but readout '{network.Readout}' "
                + "standardises them: standardise inputs alone, by Standardized(Standardization.Fit(set)).",
                nameof(network));
        }
    }

    /// <summary>Whether the range of target values is limited.</summary>
    internal bool HasTargetRange => TargetRange is not (float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Whether a target value, in the unit of the logits, lies in the range or is missing.</summary>
    internal bool Takes(float target) => !(target < TargetRange.Least || target > TargetRange.Greatest);

    /// <summary>Why a target value outside the range is refused.</summary>
    internal string Refusal(float target, int output) =>
        FormattableString.Invariant($"target value {output} is {target}, but {GetType().Name} compares with values of ")
        + $"{DescribeRange()}: scale them, or choose another loss.";

    /// <summary>The name and any options, in the same format in every culture. A checkpoint is resumed only by a training whose loss gives
    /// the same text.</summary>
    public override string ToString() => GetType().Name;

    string DescribeRange() => TargetRange switch
    {
        (var least, float.PositiveInfinity) => FormattableString.Invariant($"{least} or more"),
        (float.NegativeInfinity, var greatest) => FormattableString.Invariant($"{greatest} or less"),
        var (least, greatest) => FormattableString.Invariant($"{least} to {greatest}"),
    };

    private protected ArgumentException Unfit(Readout readout) => new(
        $"{GetType().Name} does not fit readout '{readout}', whose outputs are {readout.OutputKind}: choose both for the same kind.",
        nameof(readout));
}
