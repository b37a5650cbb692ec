using LiquidNet.Data;
using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>Measures how well a recipe for networks performs on sequences that they have not learned from.</summary>
/// <remarks>
/// <para>A recipe creates a new network from a seed; networks of different runs must not share parameters. Each run standardises by its own
/// training part, trains, and evaluates. Runs follow one another, each on all threads, and give the same bits on any number of threads. A
/// recipe that needs the sequences of its run, for instance to standardise by them or to choose sizes, takes them as a second
/// argument.</para>
/// <para>If the best epoch is restored or ends training, <see cref="CrossValidationOptions.ValidationFraction"/> sets how much of the
/// training part of each run is held out to find it; the test part is used for the score only.</para>
/// <para>To compare two recipes on the same runs, see <see cref="CrossValidationResult.CompareTo"/>.</para>
/// </remarks>
public static class CrossValidation
{
    /// <summary>For each fold of a set, trains on all others and evaluates on it.</summary>
    /// <param name="recipe">Creates a new network from a seed; not a standardised one unless
    /// <see cref="CrossValidationOptions.Standardize"/> is false.</param>
    /// <param name="data">The sequences; if each has a class, every fold has the same share of every class.</param>
    /// <param name="folds">How many folds, 2 to the number of sequences or, with <see cref="CrossValidationOptions.Groups"/>, of groups.
    /// Default: 5.</param>
    /// <param name="options">How to train and how often; null for the defaults.</param>
    /// <param name="progress">Receives a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network; a part of a fold has no known target; the recipe uses
    /// parameters twice or gives a network that is standardised already; there is not one group per sequence; training needs a validation
    /// part and there is none, or two; the validation set has steps of <paramref name="data"/>; or sequences that share steps are in
    /// different groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few sequences or groups for so many folds.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, LiquidNetwork> recipe, SequenceSet data, int folds = 5, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        return Run(WithoutData(recipe, options), RunParts.OfFolds(data, folds, options), options, progress, cancellationToken);
    }

    /// <summary>For each fold of a set, trains on all others and evaluates on it, with a recipe that is given the training
    /// sequences.</summary>
    /// <param name="recipe">Creates a new network from a seed and the training part of its run, without the validation part. If the recipe
    /// has standardised the network, it is left as it is.</param>
    /// <param name="data">The sequences; if each has a class, every fold has the same share of every class.</param>
    /// <param name="folds">How many folds, 2 to the number of sequences or, with <see cref="CrossValidationOptions.Groups"/>, of groups.
    /// Default: 5.</param>
    /// <param name="options">How to train and how often; null for the defaults.</param>
    /// <param name="progress">Receives a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network; a part of a fold has no known target; the recipe uses
    /// parameters twice; there is not one group per sequence; training needs a validation part and there is none, or two; the validation
    /// set has steps of <paramref name="data"/>; or sequences that share steps are in different groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few sequences or groups for so many folds.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, SequenceSet, LiquidNetwork> recipe, SequenceSet data, int folds = 5, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        return Run(recipe, RunParts.OfFolds(data, folds, options), options, progress, cancellationToken);
    }

    /// <summary>Trains on one set and evaluates on another, for several seeds.</summary>
    /// <param name="recipe">Creates a new network from a seed; not a standardised one unless
    /// <see cref="CrossValidationOptions.Standardize"/> is false.</param>
    /// <param name="training">The sequences to learn from; <see cref="CrossValidationOptions.Groups"/> refers to them.</param>
    /// <param name="test">The sequences to evaluate on.</param>
    /// <param name="options">How to train and how often; null for the defaults.</param>
    /// <param name="progress">Receives a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network; a part has no known target; the recipe uses parameters twice or
    /// gives a network that is standardised already; training needs a validation part and there is none, or two; or two of the sets share
    /// steps.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, LiquidNetwork> recipe, SequenceSet training, SequenceSet test, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        options ??= new();
        return Run(WithoutData(recipe, options), RunParts.OfSets(training, test, options), options, progress, cancellationToken);
    }

    /// <summary>Trains on one set and evaluates on another, for several seeds, with a recipe that is given the training
    /// sequences.</summary>
    /// <param name="recipe">Creates a new network from a seed and the training part of its run, without the validation part. If the recipe
    /// has standardised the network, it is left as it is.</param>
    /// <param name="training">The sequences to learn from; <see cref="CrossValidationOptions.Groups"/> refers to them.</param>
    /// <param name="test">The sequences to evaluate on.</param>
    /// <param name="options">How to train and how often; null for the defaults.</param>
    /// <param name="progress">Receives a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network; a part has no known target; the recipe uses parameters twice;
    /// training needs a validation part and there is none, or two; or two of the sets share steps.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, SequenceSet, LiquidNetwork> recipe, SequenceSet training, SequenceSet test, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        options ??= new();
        return Run(recipe, RunParts.OfSets(training, test, options), options, progress, cancellationToken);
    }

    static CrossValidationResult Run(
        Func<int, SequenceSet, LiquidNetwork> recipe, RunParts[] parts, CrossValidationOptions options,
        IProgress<CrossValidationReport>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var runs = new List<CrossValidationRun>();
        var known = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (var (seed, training, validation, test) in parts)
        {
            var network = recipe(seed, training) ?? throw new ArgumentException("The recipe gave no network.", nameof(recipe));
            if (network.Parameters.FirstOrDefault(parameter => !known.Add(parameter)) is { } learned)
            {
                throw new ArgumentException(
                    $"The recipe gave a network whose parameter '{learned.Name}' has learned already; make the network, its cell and its "
                    + "readout anew each time.",
                    nameof(recipe));
            }

            if (options.Standardize && !network.IsStandardized)
                network = network.StandardizedBy(training, includesTargets: !LossFor(network, options).HasTargetRange);
            var trainer = new Trainer(
                network, options.Training with { Seed = seed, Validation = validation ?? options.Training.Validation });
            var watcher = progress is null ? null : new RunProgress(progress, runs.Count, parts.Length);
            trainer.Fit(training, watcher, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var evaluation = trainer.Evaluate(test, cancellationToken);
            var score = FigureReading.Of(evaluation, options.Score, nameof(options.Score), nameof(options));
            runs.Add(new(seed, training.Count, validation?.Count ?? 0, test.Count, evaluation, score));
        }

        return new(runs);
    }

    static Loss LossFor(LiquidNetwork network, CrossValidationOptions options) => options.Training.Loss ?? Loss.For(network.Readout);

    /// <summary>A recipe that is not told what is learned from, and so can have standardised only by what it must not see.</summary>
    static Func<int, SequenceSet, LiquidNetwork> WithoutData(Func<int, LiquidNetwork> recipe, CrossValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return (seed, _) =>
        {
            var network = recipe(seed);
            return options.Standardize && network is { IsStandardized: true }
                ? throw new ArgumentException(
                    "The recipe gave a network that is standardised already, and each run standardises by its own training part: leave "
                    + "Standardized out of the recipe; or write it as (seed, training) => ... and standardise by training; or, where the "
                    + "figures are known beforehand, set Standardize to false.",
                    nameof(recipe))
                : network;
        };
    }

    sealed class RunProgress(IProgress<CrossValidationReport> progress, int run, int runs) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            if (value.IsComplete)
                progress.Report(new(run + 1, runs, value));
        }
    }
}
