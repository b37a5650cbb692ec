using System.Diagnostics;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training.Resuming;

/// <summary>A program that trains, with checkpoints after every epoch, until somebody ends it: this assembly, run by itself.</summary>
static class TrainingProcess
{
    /// <summary>What the program prints once it trains.</summary>
    public const string Started = "training";

    static readonly SequenceSet Set = Tasks.Places(40, ragged: true);

    /// <summary>The program.</summary>
    /// <param name="args">The folder of the checkpoints.</param>
    public static void Main(string[] args) => Train(new(args[0]), report =>
    {
        if (!report.IsComplete)
            Console.WriteLine(Started);
        return false;
    });

    /// <summary>Trains until a report says that it is enough.</summary>
    public static LiquidNetwork Train(TrainingCheckpoints? checkpoints, Func<EpochReport, bool> endsAfter)
    {
        var network = LiquidNetwork.Classifier(
            new CfcCell(Tasks.Features, units: 16, seed: 3) { BackboneUnits = 12, Dropout = 0.2f }, classes: Tasks.Features, seed: 3);
        using var cancellation = new CancellationTokenSource();
        var options = new TrainerOptions
        {
            Epochs = 1_000_000,
            BatchSize = 8,
            Optimizer = new Adam(1e-4f),
            Validation = Tasks.Places(9, seed: 7),
            RestoreBest = checkpoints is not null,
            Checkpoints = checkpoints,
            Threads = 1,
        };
        new Trainer(network, options).Fit(Set, new Reports(Watch), cancellation.Token);
        return network;

        void Watch(EpochReport report)
        {
            if (endsAfter(report))
                cancellation.Cancel();
        }
    }

    /// <summary>Starts the program.</summary>
    public static Process Start(string folder)
    {
        var program = Path.ChangeExtension(typeof(TrainingProcess).Assembly.Location, ".dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, folder]) { RedirectStandardOutput = true })!;
    }
}
