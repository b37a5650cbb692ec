using LiquidNet.Cells;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>One training of a candidate.</summary>
/// <param name="Network">The network as in its best epoch.</param>
/// <param name="Cell">The candidate's cell in it.</param>
/// <param name="Losses">The losses on the validation part after each epoch.</param>
/// <param name="ValidationError">How wrong it is on the validation part.</param>
/// <param name="Predictions">What it says of the test part.</param>
/// <param name="Error">How wrong that is.</param>
/// <param name="Time">How long training took.</param>
sealed record CandidateRun(
    LiquidNetwork Network, LiquidCell Cell, IReadOnlyList<double> Losses, double ValidationError, IReadOnlyList<Prediction> Predictions,
    double Error, TimeSpan Time);

/// <summary>All trainings of a candidate, one for each seed.</summary>
sealed record CandidateResult(Candidate Candidate, IReadOnlyList<CandidateRun> Runs)
{
    /// <summary>The mean over seeds of the error on the validation part: by it a model is chosen.</summary>
    public double ValidationError { get; } = Runs.Average(run => run.ValidationError);

    /// <summary>The errors on the test part.</summary>
    public IReadOnlyList<double> Errors { get; } = [.. Runs.Select(run => run.Error)];

    /// <summary>The run that did best on the validation part.</summary>
    public CandidateRun Best { get; } = Runs.MinBy(run => run.ValidationError)!;

    /// <summary>Whether its errors differ from another's by more than chance; null for a single seed.</summary>
    public PairedTest? CompareTo(CandidateResult other) => Runs.Count < 2 ? null : PairedTest.Of(Errors, other.Errors);
}
