using System.Diagnostics;
using System.Globalization;
using LiquidNet.Training;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>Trains every candidate on a task, once for each seed, and shows how it is going.</summary>
static class Comparison
{
    /// <summary>Epochs without a lower loss that training goes on at least.</summary>
    const int FewestEpochs = 5;

    /// <summary>How much large weights of a readout that is solved for may cost.</summary>
    static readonly double[] Penalties = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

    /// <summary>Trains all candidates: with progress bars on a terminal, a line for each elsewhere.</summary>
    public static IReadOnlyList<CandidateResult> Run(
        TableTask task, IReadOnlyList<Candidate> candidates, SampleOptions options, IAnsiConsole console, CancellationToken cancellation)
    {
        if (console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi)
        {
            return console.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new RemainingTimeColumn())
                .Start(context =>
                {
                    var bars = candidates.ToDictionary(
                        candidate => candidate, candidate => context.AddTask(candidate.Name, maxValue: options.Seeds * options.Epochs));
                    return TrainAll((candidate, done, text) =>
                    {
                        (bars[candidate].Value, bars[candidate].Description) = (done, text);
                    });
                });
        }

        return TrainAll((candidate, done, text) =>
        {
            if (done == options.Seeds * options.Epochs)
                console.WriteLine(text);
        });

        List<CandidateResult> TrainAll(Action<Candidate, double, string> show)
        {
            var results = new List<CandidateResult>();
            foreach (var candidate in candidates)
            {
                var runs = new List<CandidateRun>();
                for (var seed = 0; seed < options.Seeds; seed++)
                {
                    runs.Add(Train(task, candidate, options, seed, show, cancellation));
                    var mean = MeanAndDeviation.Of([.. runs.Select(run => run.Error)]);
                    show(candidate, (seed + 1) * options.Epochs, string.Create(
                        CultureInfo.InvariantCulture,
                        $"{candidate.Name}: {task.Measure} {mean:G4}, {runs.Sum(run => run.Time.TotalSeconds):F1} s"));
                }

                results.Add(new(candidate, runs));
            }

            return results;
        }
    }

    static CandidateRun Train(
        TableTask task, Candidate candidate, SampleOptions options, int seed, Action<Candidate, double, string> show,
        CancellationToken cancellation)
    {
        var (whole, cell) = candidate.Create(task, seed);
        var network = task.Network(whole, seed, candidate.LearnsChanges);
        var trainer = new Trainer(network, new()
        {
            Epochs = options.Epochs,
            Optimizer = new Adam(0.01f),
            Clipping = GradientClipping.ByNorm(1),
            Schedule = LearningRateSchedule.Cosine(),
            Validation = task.Validation,
            RestoreBest = true,
            EarlyStopping = new(Math.Max(FewestEpochs, options.Epochs / 4)),
            Seed = seed,
            Threads = options.Threads,
        });
        var started = Stopwatch.GetTimestamp();
        var epochs = candidate.IsFrozen ? Solve() : Learn();
        cancellation.ThrowIfCancellationRequested();
        var time = Stopwatch.GetElapsedTime(started);
        var validation = trainer.Evaluate(task.Validation, cancellation);
        var predictions = task.Predict(network);
        return new(
            network, cell, [.. epochs.Select(epoch => task.ErrorOf(epoch.Validation!))],
            [.. epochs.Select(epoch => epoch.Validation!.Loss)], task.ErrorOf(validation), validation.Loss, predictions,
            task.ErrorOf(predictions), task.TestClasses is { } test ? trainer.Evaluate(test, cancellation) : null, time);

        IReadOnlyList<EpochReport> Learn() => trainer.Fit(task.Training, new Progress(report => show(
            candidate, Math.Min(seed * options.Epochs + report.Epoch, options.Seeds * options.Epochs - 0.5), string.Create(
                CultureInfo.InvariantCulture,
                $"{candidate.Name} {seed + 1}/{options.Seeds}: validation, {task.Measure} {task.ErrorOf(report.Validation!):G4}"))),
            cancellation).Epochs;

        // The cell stays as it is, so that there are no epochs: what the validation part chooses is the penalty.
        IReadOnlyList<EpochReport> Solve()
        {
            var best = Penalties.MinBy(penalty =>
            {
                SolveWith(penalty);
                return trainer.Evaluate(task.Validation, cancellation).Loss;
            });
            SolveWith(best);
            return [];
        }

        void SolveWith(double penalty) =>
            new RidgeRegression { Penalty = penalty, Threads = options.Threads }.Fit(network, task.Training, cancellation);
    }

    /// <summary>Shows epochs that are complete, on the thread that trains.</summary>
    sealed class Progress(Action<EpochReport> show) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            if (value.IsComplete)
                show(value);
        }
    }
}
