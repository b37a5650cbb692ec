using LiquidNet.Cells;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>One training of a candidate.</summary>
/// <param name="Network">The network as in its best epoch.</param>
/// <param name="Cell">The candidate's cell in it.</param>
/// <param name="Errors">How wrong it was on the validation part after each epoch.</param>
/// <param name="Losses">Its losses there.</param>
/// <param name="ValidationError">How wrong it is on the validation part.</param>
/// <param name="ValidationLoss">Its loss there, which tells apart those that are wrong alike.</param>
/// <param name="Predictions">What it says of the test part.</param>
/// <param name="Error">How wrong that is.</param>
/// <param name="Test">What an evaluation finds there; null where values are to be learned.</param>
/// <param name="Time">How long training took.</param>
sealed record CandidateRun(
    LiquidNetwork Network, LiquidCell Cell, IReadOnlyList<double> Errors, IReadOnlyList<double> Losses, double ValidationError,
    double ValidationLoss, IReadOnlyList<Prediction> Predictions, double Error, Evaluation? Test, TimeSpan Time);

/// <summary>All trainings of a candidate, one for each seed.</summary>
sealed record CandidateResult(Candidate Candidate, IReadOnlyList<CandidateRun> Runs)
{
    /// <summary>The mean over seeds of the error on the validation part: by it a model is chosen.</summary>
    public double ValidationError { get; } = Runs.Average(run => run.ValidationError);

    /// <summary>The mean over seeds of the loss there: where errors are the same, it decides.</summary>
    public double ValidationLoss { get; } = Runs.Average(run => run.ValidationLoss);

    /// <summary>The errors on the test part.</summary>
    public IReadOnlyList<double> Errors { get; } = [.. Runs.Select(run => run.Error)];

    /// <summary>The run that did best on the validation part.</summary>
    public CandidateRun Best { get; } = Runs.MinBy(run => (run.ValidationError, run.ValidationLoss))!;

    /// <summary>Whether its errors differ from another's by more than chance; null for a single seed.</summary>
    public PairedTest? CompareTo(CandidateResult other) => Runs.Count < 2 ? null : PairedTest.Of(Errors, other.Errors);
}
