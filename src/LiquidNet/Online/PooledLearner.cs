namespace LiquidNet.Online;

/// <summary>What one learner of a pool carries.</summary>
/// <param name="State">The state of its stream [StateSize].</param>
/// <param name="Solution">The weights and bias of each output [outputs x inputs].</param>
/// <param name="Covariance">How little the weights are known [inputs x inputs].</param>
sealed record PooledLearner(float[] State, double[] Solution, double[] Covariance)
{
    /// <summary>Whether the last reading may still have its target.</summary>
    public bool IsTargetDue { get; set; }
}
