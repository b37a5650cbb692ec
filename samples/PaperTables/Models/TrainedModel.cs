using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Samples;

/// <summary>A network that is trained by gradient descent; the validation set chooses its epoch.</summary>
sealed class TrainedModel : PaperModel
{
    /// <summary>Creates the untrained network from a training set and a seed.</summary>
    public required Func<SequenceSet, int, LiquidNetwork> Create { get; init; }

    /// <summary>How it is trained.</summary>
    public required TrainerOptions Training { get; init; }

    public override SeedResult Run(TaskSets sets, ReportedMetric metric, SeedRun run)
    {
        var network = Create(sets.Training, run.Seed);
        var trainer = new Trainer(network, Training with
        {
            Seed = run.Seed,
            Threads = run.Threads,
            Validation = sets.Validation,
            Metric = metric.Metric,
            RestoreBest = true,
            Checkpoints = new(run.Folder),
        });
        var history = trainer.Fit(sets.Training, run, run.Cancellation);
        run.Cancellation.ThrowIfCancellationRequested();
        run.WriteCurve(history);
        return new()
        {
            Score = metric.Of(trainer.Evaluate(sets.Test, run.Cancellation)),
            Validation = metric.Of(history.Best.Validation!),
            Epoch = history.Best.Epoch,
            Epochs = history.Last.Epoch,
            Parameters = network.Parameters.ValueCount,
            Seconds = history.Epochs.Sum(epoch => epoch.Elapsed.TotalSeconds),
        };
    }
}
