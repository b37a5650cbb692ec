using System.Globalization;
using LiquidNet.Data;
using LiquidNet.Training;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>Shows how training is going: a progress bar for each epoch on a terminal, a line for each epoch everywhere else.</summary>
public static class TrainingDisplay
{
    /// <summary>Trains while showing it.</summary>
    public static TrainingHistory Fit(IAnsiConsole console, Trainer trainer, SequenceSet set, CancellationToken cancellation)
    {
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
            return trainer.Fit(set, new Watcher<EpochReport>(report => WriteLine(console, report)), cancellation);
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask? bar = null;
                return trainer.Fit(set, new Watcher<EpochReport>(report => bar = Show(console, context, bar, report)), cancellation);
            });
    }

    static ProgressTask? Show(IAnsiConsole console, ProgressContext context, ProgressTask? bar, EpochReport report)
    {
        var description = string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {report.Epoch}/{report.Epochs}  loss {report.Loss:F3}{Accuracy(report, "F1")}");
        bar ??= context.AddTask(description, maxValue: report.Batches);
        bar.Value = report.Batch;
        bar.Description = description;
        if (!report.IsComplete)
            return bar;
        bar.StopTask();
        context.RemoveTask(bar);
        WriteLine(console, report);
        return null;
    }

    static void WriteLine(IAnsiConsole console, EpochReport report)
    {
        if (!report.IsComplete)
            return;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {report.Epoch,3}/{report.Epochs}  loss {report.Loss:F4}{Accuracy(report, "F2")}  " +
            $"{report.Elapsed.TotalSeconds,5:F1} s"));
    }

    /// <summary>The share of right predictions; nothing where targets are values.</summary>
    static string Accuracy(EpochReport report, string format) => report.Accuracy is { } share
        ? $"  accuracy {(100 * share).ToString(format, CultureInfo.InvariantCulture),5} %"
        : "";
}
