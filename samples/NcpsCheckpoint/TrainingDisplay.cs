using System.Globalization;
using LiquidNet.Data;
using LiquidNet.Training;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>Shows how training is going: a progress bar on a terminal, a line for each epoch everywhere else.</summary>
static class TrainingDisplay
{
    /// <summary>Trains while showing it.</summary>
    public static void Fit(IAnsiConsole console, Trainer trainer, SequenceSet set, CancellationToken cancellation)
    {
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
        {
            trainer.Fit(set, new Watcher(report => WriteLine(console, report)), cancellation);
            return;
        }

        console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask("training");
                trainer.Fit(set, new Watcher(report => Show(console, bar, report)), cancellation);
            });
    }

    static void Show(IAnsiConsole console, ProgressTask bar, EpochReport report)
    {
        bar.MaxValue = report.Epochs;
        bar.Value = report.Epoch - 1 + (double)report.Batch / report.Batches;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture, $"epoch {report.Epoch}/{report.Epochs}  mean squared error {report.Loss:F4}");
        WriteLine(console, report);
    }

    static void WriteLine(IAnsiConsole console, EpochReport report)
    {
        if (report.IsComplete && (report.Epoch % 5 == 0 || report.Epoch == report.Epochs))
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"epoch {report.Epoch,3}/{report.Epochs}  mean squared error {report.Loss:F4}"));
        }
    }

    /// <summary>Takes reports on the thread that makes them, so that they appear in order.</summary>
    sealed class Watcher(Action<EpochReport> watch) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => watch(value);
    }
}
