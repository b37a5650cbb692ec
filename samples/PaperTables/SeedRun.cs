using System.Globalization;
using LiquidNet.Training;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>One seed of one model: where its files lie, and a line for each epoch.</summary>
sealed record SeedRun(string Label, string Folder, int Seed, int Threads, IAnsiConsole Console, CancellationToken Cancellation)
    : IProgress<EpochReport>
{
    public void Report(EpochReport value)
    {
        if (!value.IsComplete)
            return;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Label}: {value} ({value.Elapsed.TotalSeconds:F1} s)"));
    }

    /// <summary>Writes how training went, epoch by epoch.</summary>
    public void WriteCurve(TrainingHistory history)
    {
        var table = new ResultTable(
            new ResultColumn("epoch", "F0"), new ResultColumn("loss", "F4"), new ResultColumn("accuracy", "F4"),
            new ResultColumn("validation loss", "F4"), new ResultColumn("validation accuracy", "F4"), new ResultColumn("seconds", "F1"));
        foreach (var epoch in history.Epochs)
        {
            table.Add(
                epoch.Epoch, epoch.Loss, epoch.Accuracy, epoch.Validation?.Loss, epoch.Validation?.Accuracy, epoch.Elapsed.TotalSeconds);
        }

        table.Save(Folder, "curve");
    }
}
