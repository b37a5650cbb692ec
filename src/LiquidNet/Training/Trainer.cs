using System.Diagnostics;
using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using LiquidNet.Seeding;

namespace LiquidNet.Training;

/// <summary>Trains a network on a set of sequences, and evaluates it.</summary>
/// <remarks>
/// <para>Same network, same set, same options: the same bits, on any number of threads. A step allocates nothing once batches of
/// every shape have been seen.</para>
/// <para>A trainer is used by one thread at a time.</para>
/// </remarks>
public sealed class Trainer
{
    const int ReportsPerEpoch = 100;

    readonly LiquidNetwork network;
    readonly TrainerOptions options;
    readonly Loss loss;
    readonly ShardPool<ScoringWorker> pool;
    readonly Evaluator evaluator;

    /// <summary>Prepares for a network.</summary>
    /// <param name="network">The network; its parameters are trained in place.</param>
    /// <param name="options">How to train; the defaults of <see cref="TrainerOptions"/> where null.</param>
    /// <exception cref="ArgumentException">The best epoch is to be kept but there is no validation set, or that set does not fit the
    /// network.</exception>
    public Trainer(LiquidNetwork network, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        this.options = options ?? new TrainerOptions();
        loss = this.options.Loss ?? (network.Readout.IsClassifier ? new SoftmaxCrossEntropy() : new MeanSquaredError());
        pool = ScoringWorker.PoolFor(network, loss, this.options.Threads);
        evaluator = new Evaluator(network, loss, pool);
        if (this.options.Validation is not null)
        {
            loss.CheckFits(this.options.Validation, network);
        }
        else if (this.options.RestoreBest)
        {
            throw new ArgumentException(
                "The best epoch is known by a validation set only: set Validation, or leave RestoreBest.", nameof(options));
        }
    }

    /// <summary>Trains for all epochs, from the present parameters on; optimiser and schedule begin anew.</summary>
    /// <param name="set">What to learn from.</param>
    /// <param name="progress">Takes about a hundred reports in an epoch and one at its end, on the calling thread; or null.</param>
    /// <param name="cancellation">Stops between two steps; the parameters are then those after the last whole step, or those of the best
    /// epoch so far where <see cref="TrainerOptions.RestoreBest"/> is set.</param>
    /// <returns>The reports at the ends of the epochs.</returns>
    /// <exception cref="ArgumentException">Sizes or kinds of truth do not fit, a label is unknown, or an input or a target is not finite;
    /// the message names the sequence. Parameters are those after the last whole step.</exception>
    /// <exception cref="TrainingDivergedException">A loss, a gradient, a new parameter or an answer on the validation set is not finite.
    /// Parameters are those after the last whole step.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public TrainingHistory Fit(SequenceSet set, IProgress<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        loss.CheckFits(set, network);
        var step = new TrainingStep(network, loss, options, pool);
        var best = options.RestoreBest ? new BestEpoch(network.Parameters) : null;
        var order = new int[set.Count];
        var reports = new List<EpochReport>(options.Epochs);
        try
        {
            for (var epoch = 0; epoch < options.Epochs; epoch++)
            {
                WriteOrder(epoch, order);
                var report = RunEpoch(step, set.ForEpoch(epoch), order, epoch, progress, cancellation);
                reports.Add(report);
                best?.Offer(report.Validation!.Loss);
                progress?.Report(report);
            }
        }
        catch (OperationCanceledException)
        {
            best?.Restore();
            throw;
        }

        best?.Restore();
        return new TrainingHistory(reports);
    }

    /// <summary>Runs over a set without learning from it.</summary>
    /// <param name="set">The set; its truth is compared with the network's answers.</param>
    /// <param name="cancellation">Stops between chunks of sequences.</param>
    /// <returns>Loss and, for classes, accuracy and confusion matrix.</returns>
    /// <exception cref="ArgumentException">Sizes or kinds of truth do not fit, a label is unknown, or an input or a target is not finite;
    /// the message names the sequence.</exception>
    /// <exception cref="ArithmeticException">An answer is not finite; the message names the sequence.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Evaluation Evaluate(SequenceSet set, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        return evaluator.Evaluate(set, cancellation);
    }

    EpochReport RunEpoch(
        TrainingStep step, SequenceSet set, int[] order, int epoch, IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var batches = (order.Length + options.BatchSize - 1) / options.BatchSize;
        var interval = (batches + ReportsPerEpoch - 1) / ReportsPerEpoch;
        var running = default(ShardResult);
        var rateFactor = 1f;
        for (var batch = 0; batch < batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var place = new StepPlace(epoch, batch, batches, options.Seed);
            rateFactor = options.Schedule.FactorAt(place.Time, options.Epochs);
            var first = batch * options.BatchSize;
            var samples = order.AsSpan(first, Math.Min(options.BatchSize, order.Length - first));
            var result = step.Take(set, samples, place, rateFactor);
            running += new ShardResult(result.Loss * result.Count, result.Correct, result.Count);
            if (progress is not null && (batch + 1) % interval == 0 && batch + 1 < batches)
                progress.Report(Report(batch + 1, isComplete: false));
        }

        return Report(batches, isComplete: true) with { Validation = Validate(epoch, batches, cancellation) };

        EpochReport Report(int batchesDone, bool isComplete) => new()
        {
            Epoch = epoch + 1,
            Epochs = options.Epochs,
            Batch = batchesDone,
            Batches = batches,
            Loss = running.LossSum / running.Count,
            Accuracy = loss.ComparesClasses ? (double)running.Correct / running.Count : null,
            LearningRate = options.Optimizer.LearningRate * rateFactor,
            GradientNorm = step.GradientNorm,
            Elapsed = Stopwatch.GetElapsedTime(started),
            IsComplete = isComplete,
        };
    }

    Evaluation? Validate(int epoch, int batches, CancellationToken cancellation)
    {
        try
        {
            return options.Validation is { } set ? evaluator.Evaluate(set, cancellation) : null;
        }
        catch (ArithmeticException exception)
        {
            throw new TrainingDivergedException(epoch + 1, batches, parameterName: null, "an answer on the validation set", exception);
        }
    }

    void WriteOrder(int epoch, Span<int> order)
    {
        if (options.Shuffle)
        {
            DataRandom.For(options.Seed, epoch).WritePermutation(order);
            return;
        }

        for (var place = 0; place < order.Length; place++)
            order[place] = place;
    }
}
