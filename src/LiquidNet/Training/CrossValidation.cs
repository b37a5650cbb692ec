using LiquidNet.Data;
using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>Finds out how well a recipe for a network does on sequences that its networks have not learned from.</summary>
/// <remarks>
/// <para>A recipe makes a new network from a seed: networks of two runs must not share parameters. Every run standardises by its own
/// training part, trains and evaluates; runs come one after the other, each on all threads, and give the same bits on any number of
/// them.</para>
/// <para>Recipes are compared on the same runs: <see cref="CrossValidationResult.CompareTo"/>.</para>
/// </remarks>
public static class CrossValidation
{
    /// <summary>Trains on all folds of a set but one, evaluates on that one, and so for each.</summary>
    /// <param name="recipe">Makes a new network from a seed.</param>
    /// <param name="data">The sequences; where each has a class, every fold has the same share of every class.</param>
    /// <param name="folds">How many folds, 2 to the number of sequences or, with <see cref="CrossValidationOptions.Groups"/>, of
    /// groups.</param>
    /// <param name="options">How to train and how often; the defaults of <see cref="CrossValidationOptions"/> where null.</param>
    /// <param name="progress">Takes a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, the recipe gives parameters twice, or there is not one group
    /// per sequence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few sequences or groups for so many folds.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, LiquidNetwork> recipe, SequenceSet data, int folds = 5, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        var seeds = Enumerable.Range(0, options.Seeds).Select(seed => options.FirstSeed + seed);
        var parts = seeds.SelectMany(seed => FoldsOf(data, folds, seed, options).Select(fold => (seed, fold.Training, fold.Validation)));
        return Run(recipe, [.. parts], options, progress, cancellationToken);
    }

    /// <summary>Trains on one set and evaluates on another, for several seeds.</summary>
    /// <param name="recipe">Makes a new network from a seed.</param>
    /// <param name="training">The sequences to learn from.</param>
    /// <param name="test">The sequences to evaluate on.</param>
    /// <param name="options">How to train and how often; the defaults of <see cref="CrossValidationOptions"/> where null. Groups are not
    /// looked at.</param>
    /// <param name="progress">Takes a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or the recipe gives parameters twice.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, LiquidNetwork> recipe, SequenceSet training, SequenceSet test, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        options ??= new();
        return Run(
            recipe, [.. Enumerable.Range(0, options.Seeds).Select(seed => (options.FirstSeed + seed, training, test))], options, progress,
            cancellationToken);
    }

    static CrossValidationResult Run(
        Func<int, LiquidNetwork> recipe, (int Seed, SequenceSet Training, SequenceSet Test)[] parts, CrossValidationOptions options,
        IProgress<CrossValidationReport>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var runs = new List<CrossValidationRun>();
        var known = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (var (seed, training, test) in parts)
        {
            var network = recipe(seed) ?? throw new ArgumentException("The recipe gave no network.", nameof(recipe));
            if (network.Parameters.FirstOrDefault(parameter => !known.Add(parameter)) is { } learned)
            {
                throw new ArgumentException(
                    $"The recipe gave a network whose parameter '{learned.Name}' has learned already; make the network, its cell and its "
                    + "readout anew each time.",
                    nameof(recipe));
            }

            if (options.Standardize)
                network = network.Standardized(training);
            var trainer = new Trainer(network, options.Training with { Seed = seed });
            var watcher = progress is null ? null : new RunProgress(progress, runs.Count, parts.Length);
            trainer.Fit(training, watcher, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var evaluation = trainer.Evaluate(test, cancellationToken);
            runs.Add(new(seed, training.Count, test.Count, evaluation, options.Score(evaluation)));
        }

        return new(runs);
    }

    static IReadOnlyList<(SequenceSet Training, SequenceSet Validation)> FoldsOf(
        SequenceSet data, int folds, int seed, CrossValidationOptions options) => options.Groups is { } groups
        ? data.FoldsByGroup(groups, folds, seed)
        : data.Folds(folds, seed);

    sealed class RunProgress(IProgress<CrossValidationReport> progress, int run, int runs) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            if (value.IsComplete)
                progress.Report(new(run + 1, runs, value));
        }
    }
}
