namespace LiquidNet.Online;

/// <summary>What one learner of a pool carries.</summary>
/// <param name="State">The state of its stream [StateSize].</param>
/// <param name="Solution">The weights and bias of each output [outputs x inputs].</param>
/// <param name="Covariance">How little the weights are known [inputs x inputs].</param>
sealed record PooledLearner(float[] State, double[] Solution, double[] Covariance)
{
    /// <summary>Whether the last reading may still have its target.</summary>
    public bool IsTargetDue { get; set; }

    /// <summary>The time stamp of the last reading, in UTC; null before the first, and where there are none.</summary>
    public DateTimeOffset? Time { get; set; }

    /// <summary>The last batch with an item for this learner, and that item's place in it.</summary>
    public (long Batch, int Item) Last { get; set; }
}
