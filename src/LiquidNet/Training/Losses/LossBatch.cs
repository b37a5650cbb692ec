namespace LiquidNet.Training;

/// <summary>The outputs of some samples at one time step: what a <see cref="Loss"/> reads and writes.</summary>
/// <remarks>Samples are side by side in lanes: output <c>o</c> of lane <c>l</c> is at index <c>o * Lanes + l</c>.</remarks>
public readonly ref struct LossBatch
{
    /// <summary>How many outputs a sample has.</summary>
    public int Outputs { get; internal init; }

    /// <summary>How many samples are side by side.</summary>
    public int Lanes { get; internal init; }

    /// <summary>The outputs of the readout before its activation [outputs x lanes].</summary>
    public ReadOnlySpan<float> Logits { get; internal init; }

    /// <summary>The label of each lane [lanes]; empty for a loss that compares with target values.</summary>
    public ReadOnlySpan<int> Labels { get; internal init; }

    /// <summary>
    /// The target values in the unit of the logits [outputs x lanes], <c>NaN</c> where one is missing: it does not count, and its gradient
    /// is zero. Empty for a loss that compares with labels.
    /// </summary>
    public ReadOnlySpan<float> Targets { get; internal init; }

    /// <summary>Whether a target value is missing in a lane whose weight is not zero.</summary>
    public bool HasMissingTargets { get; internal init; }

    /// <summary>
    /// The weight of each lane [lanes], at least zero, already divided by the sum over the batch. Where it is zero there is nothing to
    /// compare: logits and targets may hold anything, and loss and gradient are zero.
    /// </summary>
    public ReadOnlySpan<float> Weights { get; internal init; }

    /// <summary>To be written: the gradient of the weighted sum of losses with respect to each logit [outputs x lanes].</summary>
    public Span<float> Gradient { get; internal init; }
}
