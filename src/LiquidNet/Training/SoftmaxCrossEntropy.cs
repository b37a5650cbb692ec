using LiquidNet.Kernels;

namespace LiquidNet.Training;

/// <summary>For classes: <c>-log softmax(logits)[label]</c>, averaged over all outputs with a label.</summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <summary>How much outputs count by their label [classes]; the mean is divided by the sum of the weights.</summary>
    /// <value>Each zero or more, and finite; null (the default) counts all alike. Copied.</value>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public IReadOnlyList<float>? ClassWeights
    {
        get;
        init => field = value is null || value.All(weight => weight >= 0 && float.IsFinite(weight))
            ? value?.ToArray()
            : throw new ArgumentException("Weights of classes must be zero or more, and finite.", nameof(value));
    }

    /// <inheritdoc/>
    protected internal override float WeightOf(int label) => ClassWeights?[label] ?? 1;

    /// <inheritdoc/>
    protected internal override void CheckFits(Readout readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        if (readout.OutputKind == OutputKind.Probabilities)
            throw Unfit(readout);
        if (ClassWeights is { } weights && weights.Count != readout.OutputSize)
            throw new ArgumentException($"The readout has {readout.OutputSize} classes but there are {weights.Count} class weights.", nameof(readout));
    }

    /// <inheritdoc/>
    protected internal override double WriteGradient(LossBatch batch) =>
        Softmax.WriteCrossEntropyGradient(batch.Logits, batch.Labels, batch.Weights, batch.Outputs, batch.Lanes, batch.Gradient);
}
