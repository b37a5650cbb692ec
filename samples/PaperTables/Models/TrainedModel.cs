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

    /// <summary>How it is trained on the task's easier lesson before that; null where it begins with the task itself.</summary>
    public TrainerOptions? EasierTraining { get; init; }

    public override SeedResult Run(TaskSets sets, ReportedMetric metric, SeedRun run)
    {
        var network = Create(sets.Training, run.Seed);
        var seconds = 0.0;
        if (EasierTraining is { } easier && sets.Easier is { } lesson)
        {
            var before = run with { Label = $"{run.Label}, easier", Folder = Path.Combine(run.Folder, "easier") };
            seconds += Seconds(Train(easier, lesson, before).History);
        }

        var (trainer, history) = Train(Training, new(sets.Training, sets.Validation), run);
        return new()
        {
            Score = metric.Of(trainer.Evaluate(sets.Test, run.Cancellation)),
            Validation = metric.Of(history.Best.Validation!),
            Epoch = history.Best.Epoch,
            Epochs = history.Last.Epoch,
            Parameters = network.Parameters.ValueCount,
            Seconds = seconds + Seconds(history),
        };

        (Trainer Trainer, TrainingHistory History) Train(TrainerOptions options, Lesson of, SeedRun stage)
        {
            var trainer = new Trainer(network, options with
            {
                Seed = run.Seed,
                Threads = run.Threads,
                Validation = of.Validation,
                Metric = metric.Metric,
                RestoreBest = true,
                Checkpoints = new(stage.Folder),
            });
            var history = trainer.Fit(of.Training, stage, run.Cancellation);
            run.Cancellation.ThrowIfCancellationRequested();
            stage.WriteCurve(history);
            return (trainer, history);
        }
    }

    static double Seconds(TrainingHistory history) => history.Epochs.Sum(epoch => epoch.Elapsed.TotalSeconds);
}
