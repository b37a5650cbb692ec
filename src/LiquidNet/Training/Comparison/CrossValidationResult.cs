using System.Collections.ObjectModel;
using LiquidNet.Checks;

namespace LiquidNet.Training;

/// <summary>The results of a recipe in all runs of a cross-validation.</summary>
public sealed class CrossValidationResult
{
    internal CrossValidationResult(IReadOnlyList<CrossValidationRun> runs)
    {
        Runs = Array.AsReadOnly(runs.ToArray());
        Scores = Array.AsReadOnly(runs.Select(run => run.Score).ToArray());
        Mean = Scores.Average();
        StandardDeviation = Scores.Count > 1 ? Math.Sqrt(Scores.Sum(score => (score - Mean) * (score - Mean)) / (Scores.Count - 1)) : 0;
    }

    /// <summary>The runs, seed after seed, and for each seed fold after fold.</summary>
    public ReadOnlyCollection<CrossValidationRun> Runs { get; }

    /// <summary>The scores of the runs.</summary>
    public ReadOnlyCollection<double> Scores { get; }

    /// <summary>The mean score.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of the scores, as that of a sample (divided by the count minus one); 0 for a single run.</summary>
    public double StandardDeviation { get; }

    /// <summary>Tests whether this recipe scores differently from another, run by run.</summary>
    /// <remarks>Folds of one seed share most of their training sequences, so their scores are not independent samples. The test corrects
    /// for that: see <see cref="PairedTest.Of"/>.</remarks>
    /// <param name="other">The other recipe's result on the same data with the same folds and seeds.</param>
    /// <exception cref="ArgumentException">The runs are not the same, or there is only one.</exception>
    public PairedTest CompareTo(CrossValidationResult other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Runs.Select(Place).SequenceEqual(other.Runs.Select(Place)))
            throw new ArgumentException("The recipes did not run on the same folds and seeds.", nameof(other));
        var isFolded = Runs.DistinctBy(run => run.Seed).Count() < Runs.Count;
        return PairedTest.Of(Scores, other.Scores, isFolded ? Runs.Average(OverlapOf) : 0);

        static (int, int, int) Place(CrossValidationRun run) => (run.Seed, run.TrainingCount + run.ValidationCount, run.TestCount);

        static double OverlapOf(CrossValidationRun run) => (double)run.TestCount / (run.TrainingCount + run.ValidationCount);
    }

    /// <summary>Mean and deviation, for example <c>0.9312 +- 0.0107 (5 runs)</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Mean:0.####} +- {StandardDeviation:0.####} ({Counted.Of(Runs.Count, "run")})");
}
