using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>One training of a candidate.</summary>
/// <param name="Network">The network as in its best epoch.</param>
/// <param name="History">How its training went.</param>
/// <param name="Predictions">What it says of the test part.</param>
/// <param name="Error">How wrong that is.</param>
/// <param name="Time">How long training took.</param>
sealed record CandidateRun(
    LiquidNetwork Network, TrainingHistory History, IReadOnlyList<Prediction> Predictions, double Error, TimeSpan Time)
{
    /// <summary>The loss on the validation part in the best epoch.</summary>
    public double ValidationLoss { get; } = History.Epochs.Min(epoch => epoch.Validation!.Loss);
}

/// <summary>All trainings of a candidate, one for each seed.</summary>
sealed record CandidateResult(Candidate Candidate, IReadOnlyList<CandidateRun> Runs)
{
    /// <summary>The mean over seeds of the loss on the validation part: by it a model is chosen.</summary>
    public double ValidationLoss { get; } = Runs.Average(run => run.ValidationLoss);

    /// <summary>The errors on the test part.</summary>
    public IReadOnlyList<double> Errors { get; } = [.. Runs.Select(run => run.Error)];

    /// <summary>The run that did best on the validation part.</summary>
    public CandidateRun Best { get; } = Runs.MinBy(run => run.ValidationLoss)!;

    /// <summary>Whether its errors differ from another's by more than chance; null for a single seed.</summary>
    public PairedTest? CompareTo(CandidateResult other) => Runs.Count < 2 ? null : PairedTest.Of(Errors, other.Errors);
}
