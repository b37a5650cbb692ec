using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>Cross-entropy, for classes: <c>-log softmax(logits)[label]</c>, averaged over all outputs with a label.</summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <summary>The weight of outputs with each label [classes]; the loss is the weighted mean.</summary>
    /// <value>Each zero or more, and finite, at least one above zero; null (the default) weights all equally. Copied.</value>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or none is above zero.</exception>
    public IReadOnlyList<float>? ClassWeights
    {
        get;
        init => field = value is null || (value.All(weight => weight >= 0 && float.IsFinite(weight)) && value.Any(weight => weight > 0))
            ? value?.ToArray()
            : throw new ArgumentException("Weights of classes must be zero or more, and finite, and one above zero.", nameof(value));
    }

    /// <summary>Label smoothing: the probability that is taken from each label and spread evenly over all classes.</summary>
    /// <remarks>It keeps logits from growing without bound. Szegedy et al., "Rethinking the Inception Architecture for Computer Vision",
    /// CVPR 2016, section 7. With <see cref="ClassWeights"/> the whole loss of an output has the weight of its label, as in Keras; PyTorch
    /// weights what is spread by the classes it is spread over.</remarks>
    /// <value>At least 0 and below 1. Default: 0; 0.1 is usual.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public float LabelSmoothing { get; init => field = Require.Share(value, "Label smoothing"); }

    /// <summary>Such as <c>SoftmaxCrossEntropy { LabelSmoothing = 0.1, ClassWeights = [1, 5] }</c>.</summary>
    public override string ToString()
    {
        var weights = ClassWeights is null
            ? "none"
            : $"[{string.Join(", ", ClassWeights.Select(weight => weight.ToString(CultureInfo.InvariantCulture)))}]";
        return FormattableString.Invariant(
            $"{nameof(SoftmaxCrossEntropy)} {{ LabelSmoothing = {LabelSmoothing}, ClassWeights = {weights} }}");
    }

    /// <inheritdoc/>
    protected internal override float WeightOf(int label) => ClassWeights is { } weights && label < weights.Count ? weights[label] : 1;

    /// <inheritdoc/>
    protected internal override void CheckFits(Readout readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.OutputKind == OutputKind.Probabilities)
            throw Unfit(readout);
        if (readout is { OutputKind: OutputKind.Values, OutputSize: 1 })
        {
            throw new ArgumentException(
                $"{nameof(SoftmaxCrossEntropy)} chooses one of several classes, but readout '{readout}' gives one value: choose a loss for "
                + "values, or a readout with an output for each class.",
                nameof(readout));
        }

        if (ClassWeights is { } weights && weights.Count != readout.OutputSize)
        {
            throw new ArgumentException(
                $"The readout has {Counted.Of(readout.OutputSize, "class", "classes")} but the loss has "
                + $"{Counted.Of(weights.Count, "class weight")}.",
                nameof(readout));
        }
    }

    /// <inheritdoc/>
    protected internal override double WriteGradient(LossBatch batch)
    {
        var loss = Softmax.WriteCrossEntropyGradient(batch.Logits, batch.Labels, batch.Weights, batch.Outputs, batch.Lanes, batch.Gradient);
        return LabelSmoothing == 0 ? loss : loss + Smooth(batch);
    }

    /// <summary>Moves a share of each label's probability to all classes.</summary>
    /// <returns>What that adds to the loss: the share, times how far the label's logit is above the mean.</returns>
    double Smooth(LossBatch batch)
    {
        var sum = 0.0;
        for (var lane = 0; lane < batch.Lanes; lane++)
        {
            if (batch.Weights[lane] == 0)
                continue;
            var moved = batch.Weights[lane] * LabelSmoothing;
            var label = batch.Labels[lane] * batch.Lanes + lane;
            batch.Gradient[label] += moved;
            sum += moved * batch.Logits[label];
            for (var at = lane; at < batch.Logits.Length; at += batch.Lanes)
            {
                batch.Gradient[at] -= moved / batch.Outputs;
                sum -= moved * batch.Logits[at] / batch.Outputs;
            }
        }

        return sum;
    }
}
