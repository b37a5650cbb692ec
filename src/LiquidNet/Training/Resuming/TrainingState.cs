namespace LiquidNet.Training.Resuming;

/// <summary>How far a training is between two epochs, beside the parameters.</summary>
/// <remarks>The order of the sequences and what dropout leaves out follow from seed and epoch, and begin anew with each.</remarks>
/// <param name="Optimizer">Steps taken, and what the next one needs.</param>
/// <param name="Best">The best epoch, where it is to be put back.</param>
/// <param name="Reports">The epochs so far.</param>
sealed record TrainingState(OptimizerState Optimizer, BestEpoch? Best, List<EpochReport> Reports)
{
    /// <summary>The average of the parameters, where there is to be one.</summary>
    public AveragedParameters? Average { get; init; }
}
