using LiquidNet.Data;
using LiquidNet.Equations;

namespace LiquidNet.Training;

/// <summary>Finds out how well a recipe for a network does on sequences that its networks have not learned from.</summary>
/// <remarks>
/// <para>A recipe makes a new network from a seed: networks of two runs must not share parameters. Every run standardises by its own
/// training part, trains and evaluates; runs come one after the other, each on all threads, and give the same bits on any number of
/// them. A recipe that needs the sequences of its run, to standardise or to size by them, takes them as a second argument.</para>
/// <para>Where the best epoch is put back or ends training, <see cref="CrossValidationOptions.ValidationShare"/> says how much of the
/// training part of each run is kept to find it: the test part is for the score alone.</para>
/// <para>Recipes are compared on the same runs: <see cref="CrossValidationResult.CompareTo"/>.</para>
/// </remarks>
public static class CrossValidation
{
    /// <summary>Trains on all folds of a set but one, evaluates on that one, and so for each.</summary>
    /// <param name="recipe">Makes a new network from a seed; not a standardised one unless <see cref="CrossValidationOptions.Standardize"/>
    /// is false.</param>
    /// <param name="data">The sequences; where each has a class, every fold has the same share of every class.</param>
    /// <param name="folds">How many folds, 2 to the number of sequences or, with <see cref="CrossValidationOptions.Groups"/>, of
    /// groups.</param>
    /// <param name="options">How to train and how often; the defaults of <see cref="CrossValidationOptions"/> where null.</param>
    /// <param name="progress">Takes a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, a part of a fold has no known target, the recipe gives
    /// parameters twice or a network that is standardised already, there is not one group per sequence, training needs a validation part
    /// and there is none, or there are two, or it has steps of <paramref name="data"/>, or sequences that share steps are not of one
    /// group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few sequences or groups for so many folds.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, LiquidNetwork> recipe, SequenceSet data, int folds = 5, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        return Run(WithoutData(recipe, options), RunParts.OfFolds(data, folds, options), options, progress, cancellationToken);
    }

    /// <summary>Trains on all folds of a set but one, evaluates on that one, and so for each, with a recipe that is given what its network
    /// will learn from.</summary>
    /// <param name="recipe">Makes a new network from a seed and the training part of its run, without the validation part. A network that
    /// it has standardised stays as it is.</param>
    /// <param name="data">The sequences; where each has a class, every fold has the same share of every class.</param>
    /// <param name="folds">How many folds, 2 to the number of sequences or, with <see cref="CrossValidationOptions.Groups"/>, of
    /// groups.</param>
    /// <param name="options">How to train and how often; the defaults of <see cref="CrossValidationOptions"/> where null.</param>
    /// <param name="progress">Takes a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, a part of a fold has no known target, the recipe gives
    /// parameters twice, there is not one group per sequence, training needs a validation part and there is none, or there are
    /// two, or it has steps of <paramref name="data"/>, or sequences that share steps are not of one group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few sequences or groups for so many folds.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, SequenceSet, LiquidNetwork> recipe, SequenceSet data, int folds = 5, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        return Run(recipe, RunParts.OfFolds(data, folds, options), options, progress, cancellationToken);
    }

    /// <summary>Trains on one set and evaluates on another, for several seeds.</summary>
    /// <param name="recipe">Makes a new network from a seed; not a standardised one unless <see cref="CrossValidationOptions.Standardize"/>
    /// is false.</param>
    /// <param name="training">The sequences to learn from; <see cref="CrossValidationOptions.Groups"/> are theirs.</param>
    /// <param name="test">The sequences to evaluate on.</param>
    /// <param name="options">How to train and how often; the defaults of <see cref="CrossValidationOptions"/> where null.</param>
    /// <param name="progress">Takes a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, a part has no known target, the recipe gives parameters twice
    /// or a network that is standardised already, training needs a validation part and there is none, or there are two, or it has steps of
    /// the others, or the two sets share steps.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Run(
        Func<int, LiquidNetwork> recipe, SequenceSet training, SequenceSet test, CrossValidationOptions? options = null,
        IProgress<CrossValidationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        options ??= new();
        return Run(WithoutData(recipe, options), RunParts.OfSets(training, test, options), options, progress, cancellationToken);
    }

    /// <summary>Trains on one set and evaluates on another, for several seeds, with a recipe that is given what its network will learn
    /// from.</summary>
    /// <param name="recipe">Makes a new network from a seed and the training part of its run, without the validation part. A network that
    /// it has standardised stays as it is.</param>
    /// <param name="training">The sequences to learn from; <see cref="CrossValidationOptions.Groups"/> are theirs.</param>
    /// <param name="test">The sequences to evaluate on.</param>
    /// <param name="options">How to train and how often; the defaults of <see cref="CrossValidationOptions"/> where null.</param>
    /// <param name="progress">Takes a report after each epoch of each run, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, a part has no known target, the recipe gives parameters twice,
    /// training needs a validation part and there is none, or there are two, or it has steps of the others, or the two sets share
    /// steps.</exception>
    /// <exception cref="TrainingDivergedException">A training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
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
