using System.Globalization;
using LiquidNet.Storage;

namespace LiquidNet.Tests.Training.Resuming;

/// <summary>A training that is killed at random moments always leaves a whole file, and comes to the same numbers all the same.</summary>
public class KilledTrainingTests
{
    const string CountVariable = "LIQUIDNET_KILLS";
    const int LongestLife = 150;

    /// <summary>Few in the normal run; the README's command asks for more.</summary>
    static readonly int Kills =
        Environment.GetEnvironmentVariable(CountVariable) is { Length: > 0 } count ? int.Parse(count, CultureInfo.InvariantCulture) : 5;

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Whenever_it_is_killed_the_file_loads_and_the_training_goes_on_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        for (var kill = 0; kill < Kills || !File.Exists(folder.Checkpoint); kill++)
        {
            // On a busy machine a first epoch may take longer than a life.
            await LiveAndDie(folder.Path, random.Next(LongestLife * (1 + kill / Kills)));
            if (File.Exists(folder.Checkpoint))
                LiquidNetwork.Load(folder.Checkpoint).Parameters.Count.Should().BePositive();
        }

        var stored = SafetensorsFile.Parse(await File.ReadAllBytesAsync(folder.Checkpoint));
        var epochs = EpochsOf(stored);
        var whole = TrainingProcess.Train(checkpoints: null, report => report.Epoch == epochs && report.IsComplete);
        epochs.Should().BePositive();
        Tasks.Weights(LiquidNetwork.Load(folder.Checkpoint)).Should().Equal(Tasks.Weights(whole), "{0} epochs are whole", epochs);
    }

    static async Task LiveAndDie(string folder, int milliseconds)
    {
        using var process = TrainingProcess.Start(folder);
        try
        {
            (await process.StandardOutput.ReadLineAsync()).Should().Be(TrainingProcess.Started);
            await Task.Delay(milliseconds);
            process.HasExited.Should().BeFalse("it trains until it is killed");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    static int EpochsOf(SafetensorsFile file)
    {
        using var state = System.Text.Json.JsonDocument.Parse(file.Metadata["liquidnet.training"]);
        return state.RootElement.GetProperty("reports").GetArrayLength();
    }
}
