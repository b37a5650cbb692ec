using System.Diagnostics;
using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using LiquidNet.Training.Resuming;

namespace LiquidNet.Training;

/// <summary>Trains a network on a set of sequences, and evaluates it.</summary>
/// <remarks>
/// <para>The same network, set and options give the same bits on any number of threads. A step allocates nothing once batches of every
/// shape have been seen.</para>
/// <para>Use a trainer from one thread at a time.</para>
/// </remarks>
public sealed class Trainer
{
    const int ReportsPerEpoch = 100;

    // What a clock may not see has taken as long as its smallest step.
    static readonly TimeSpan ShortestTime = TimeSpan.FromTicks(1);

    readonly LiquidNetwork network;
    readonly TrainerOptions options;
    readonly Loss loss;
    readonly ShardPool<ScoringWorker> pool;
    readonly Evaluator evaluator;
    SoleUse use;

    /// <summary>Creates a trainer for a network.</summary>
    /// <param name="network">The network; its parameters are trained in place.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="ArgumentException"><see cref="TrainerOptions.RestoreBest"/> or <see cref="TrainerOptions.EarlyStopping"/> is set
    /// without a validation set; the validation set does not fit the network or has no target that counts; the metric does not fit; or
    /// <see cref="TrainerOptions.TruncationSteps"/> is set and the network reads in both directions.</exception>
    public Trainer(LiquidNetwork network, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new TrainerOptions();
        (this.network, this.options) = (network, options);
        loss = options.Loss ?? Loss.For(network.Readout);
        pool = ScoringWorker.PoolFor(network, loss, options.Threads);
        evaluator = new Evaluator(network, loss, options.Metric, pool);
        CheckTruncation(network, options);
        CheckMetric(network, loss, options);
        CheckValidation(network, loss, options);
    }

    /// <summary>Trains the network, from its present parameters; optimiser and schedule start anew. With
    /// <see cref="TrainerOptions.Checkpoints"/>, training continues where an earlier run of the same training ended, from the parameters of
    /// that run.</summary>
    /// <param name="set">The training set.</param>
    /// <param name="progress">Receives about a hundred reports per epoch and one at its end, on the calling thread; or null.</param>
    /// <param name="cancellationToken">Ends training between two steps, without an exception; the parameters are then those after the last
    /// complete step, or those of the best epoch so far if <see cref="TrainerOptions.RestoreBest"/> is set.</param>
    /// <returns>The report of each epoch, and why training ended.</returns>
    /// <exception cref="ArgumentException">Sizes or kinds of targets do not fit, a label is unknown, an input or a target is not finite, a
    /// target is outside the <see cref="Loss.TargetRange"/>, or no output of the set has a target that counts. The message names the
    /// sequence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule or the clipping gives a factor that is negative or not
    /// finite.</exception>
    /// <exception cref="InvalidOperationException">Another thread is training with this trainer; the checkpoint belongs to another training
    /// (nothing has changed); or the network cannot be saved.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is not a valid file; nothing has changed.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read or written; an existing file is unchanged.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a gradient, a new parameter, the state of the optimiser or an output on the
    /// validation set is not finite.</exception>
    /// <remarks>After any exception the parameters are those after the last complete step, or those of the best epoch so far if
    /// <see cref="TrainerOptions.RestoreBest"/> is set.</remarks>
    public TrainingHistory Fit(SequenceSet set, IProgress<EpochReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        loss.CheckFits(set, network);
        KnownTargets.Check(set, loss, "The set", nameof(set));
        CheckValidationNames(set);
        using var turn = use.Begin("Another thread is training with this trainer: one thread trains a network at a time.");
        return FitAlone(set, progress, cancellationToken);
    }

    TrainingHistory FitAlone(SequenceSet set, IProgress<EpochReport>? progress, CancellationToken cancellationToken)
    {
        var step = new TrainingStep(network, loss, options, pool);
        var best = options.RestoreBest ? new BestEpoch(network.Parameters) : null;
        var order = new EpochOrder(options, set);
        var reports = new List<EpochReport>();
        var state = new TrainingState(step.Optimizer, best, reports) { Average = step.Average };
        var checkpoints = Resume(set, state);
        var end = EndAfter(reports);
        try
        {
            for (var epoch = reports.Count; epoch < options.Epochs && end == TrainingEnd.AllEpochs; epoch++)
            {
                var report = RunEpoch(step, VersionOf(set, epoch, order), order.For(epoch), epoch, progress, cancellationToken);
                reports.Add(report);
                step.Average?.Show();
                best?.Offer(report.Epoch, options.Metric.CostOf(report.Validation!));
                step.Average?.Hide();
                progress?.Report(report);
                end = EndAfter(reports);
                checkpoints?.Offer(state, isLast: end == TrainingEnd.EarlyStopping || report.Epoch == options.Epochs);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            end = TrainingEnd.Cancellation;
        }
        catch (TrainingDivergedException diverged)
        {
            diverged.RestoredEpoch = best?.Epoch;
            throw;
        }
        finally
        {
            step.Average?.Show();
            best?.Restore();
        }

        return new TrainingHistory(reports, end, options.Metric);
    }

    /// <summary>Evaluates the network on a set, without learning from it.</summary>
    /// <param name="set">The set, whose targets are compared with the predictions.</param>
    /// <param name="cancellationToken">Stops between chunks of sequences.</param>
    /// <returns>The loss and, for classes, accuracy and confusion matrix, or else the errors of each output.</returns>
    /// <exception cref="ArgumentException">Sizes or kinds of targets do not fit, a label is unknown, an input or a target is not finite, a
    /// target is outside the <see cref="Loss.TargetRange"/>, or no output of the set has a target that counts. The message names the
    /// sequence.</exception>
    /// <exception cref="ArithmeticException">An output is not finite; the message names the sequence.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Evaluation Evaluate(SequenceSet set, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        return evaluator.Evaluate(set, cancellationToken);
    }

    static void CheckTruncation(LiquidNetwork network, TrainerOptions options)
    {
        if (network.Model.IsBidirectional && options.TruncationSteps is not null)
        {
            throw new ArgumentException(
                $"'{network.Model.Name}' reads each sequence from its end too, so it cannot be trained on pieces: leave TruncationSteps.",
                nameof(options));
        }
    }

    static void CheckMetric(LiquidNetwork network, Loss loss, TrainerOptions options)
    {
        if (!options.Metric.Fits(loss, network))
        {
            var comparesTwoClasses = options.Metric == Metric.RocAuc || options.Metric == Metric.AveragePrecision;
            throw new ArgumentException(
                $"'{network}' with {loss.GetType().Name} has no {options.Metric}{(comparesTwoClasses ? ", which needs two classes" : "")}: "
                + "choose another Metric.",
                nameof(options));
        }
    }

    static void CheckValidation(LiquidNetwork network, Loss loss, TrainerOptions options)
    {
        if (options.Validation is not { } validation)
        {
            if (!options.NeedsValidation)
                return;
            throw new ArgumentException(
                "The best epoch is known by a validation set only: set Validation, or leave RestoreBest, EarlyStopping and Metric.",
                nameof(options));
        }

        loss.CheckFits(validation, network);
        KnownTargets.Check(validation, loss, "The validation set", nameof(options));
        if (!options.Metric.IsDefinedOn(validation, loss))
        {
            throw new ArgumentException(
                $"{options.Metric} compares two classes, and the {Counted.Of(validation.Count, "sequence")} of the validation set have "
                + "one at most that counts: give it sequences of both, with weights above 0, or choose another Metric.",
                nameof(options));
        }
    }

    /// <summary>The set as an epoch sees it, with the sequences that there were when training began.</summary>
    static SequenceSet VersionOf(SequenceSet set, int epoch, EpochOrder order)
    {
        var version = set.ForEpoch(epoch) ?? throw new ArgumentException($"The set gives nothing for epoch {epoch}.", nameof(set));
        return version.Count == order.Count
            ? version
            : throw new ArgumentException(
                $"The set had {Counted.Of(order.Count, "sequence")} when training began and has {version.Count} for epoch {epoch}: it has "
                + "to give the same in all.",
                nameof(set));
    }

    EpochReport RunEpoch(
        TrainingStep step, SequenceSet set, int[] order, int epoch, IProgress<EpochReport>? progress, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var batches = BatchesOf(order.Length);
        var interval = (batches + ReportsPerEpoch - 1) / ReportsPerEpoch;
        var pieces = options.TruncationSteps is { } length ? new TruncatedSteps(step, network.Model.StateSize, length) : null;
        var running = default(ShardResult);
        var learningRateFactor = 1f;
        var learning = TimeSpan.Zero;
        for (var batch = 0; batch < batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = new StepPlace(epoch, batch, batches, options.Seed);
            learningRateFactor = options.Schedule.FactorAt(place.Time, options.Epochs);
            var first = batch * options.BatchSize;
            var samples = order.AsSpan(first, Math.Min(options.BatchSize, order.Length - first));
            running += pieces?.Take(set, samples, place, learningRateFactor)
                ?? ShardResult.Of(step.Take(set, samples, place, learningRateFactor));
            learning = Stopwatch.GetElapsedTime(started);
            if (progress is not null && (batch + 1) % interval == 0 && batch + 1 < batches)
                progress.Report(Report(batch + 1, validation: null, isComplete: false));
        }

        return Report(batches, Validate(step, epoch, batches, cancellationToken), isComplete: true);

        EpochReport Report(int batchesDone, Evaluation? validation, bool isComplete) => new()
        {
            Epoch = epoch + 1,
            Epochs = options.Epochs,
            Batch = batchesDone,
            Batches = batches,
            Loss = running.Count == 0 ? 0 : running.LossSum / running.WeightSum,
            Accuracy = Evaluation.Share(loss.UsesLabels ? running.Correct : null, running.Count),
            LearningRate = options.Optimizer.LearningRate * learningRateFactor,
            GradientNorm = step.GradientNorm,
            Elapsed = Stopwatch.GetElapsedTime(started),
            SequencesPerSecond = Math.Min((long)batchesDone * options.BatchSize, order.Length)
                / Math.Max(learning.TotalSeconds, ShortestTime.TotalSeconds),
            Validation = validation,
            IsComplete = isComplete,
        };
    }

    Evaluation? Validate(TrainingStep step, int epoch, int batches, CancellationToken cancellationToken)
    {
        step.Average?.Show();
        try
        {
            return options.Validation is { } set ? evaluator.Evaluate(set, cancellationToken) : null;
        }
        catch (ArithmeticException exception)
        {
            throw new TrainingDivergedException(epoch + 1, batches, parameterName: null, "an output on the validation set", exception);
        }
        finally
        {
            step.Average?.Hide();
        }
    }

    int BatchesOf(int sequences) => (int)(((long)sequences + options.BatchSize - 1) / options.BatchSize);

    TrainingEnd EndAfter(IReadOnlyList<EpochReport> reports) =>
        options.EarlyStopping?.EndsAfter(reports, options.Metric) == true ? TrainingEnd.EarlyStopping : TrainingEnd.AllEpochs;

    /// <summary>Gives the network names that the set has, which are part of a checkpoint, and goes on from one.</summary>
    CheckpointFile? Resume(SequenceSet set, TrainingState state)
    {
        var (before, isResumed) = (network.Conventions, false);
        network.Conventions = network.ConventionsWith(set);
        try
        {
            var checkpoints = CheckpointsOf(set);
            checkpoints?.Resume(state);
            isResumed = true;
            return checkpoints;
        }
        finally
        {
            if (!isResumed)
                network.Conventions = before;
        }
    }

    void CheckValidationNames(SequenceSet set)
    {
        if (options.Validation is not { } validation)
            return;
        const string Subject = "the validation set";
        const string Owner = "the set that is learned from";
        Require.SameNames("Feature", validation.FeatureNames, Subject, set.FeatureNames, Owner, nameof(set));
        Require.SameNames(network.KindOfTarget, validation.OutputNames, Subject, set.OutputNames, Owner, nameof(set));
        Require.SameUnit(validation.TimeUnit, Subject, set.TimeUnit, Owner, nameof(set));
    }

    CheckpointFile? CheckpointsOf(SequenceSet set) => options.Checkpoints is { } checkpoints
        ? new CheckpointFile(checkpoints, network, options, TrainingSettings.Of(options, loss, set), BatchesOf(set.Count))
        : null;
}
