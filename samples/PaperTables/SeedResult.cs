using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiquidNet.Samples;

/// <summary>What one seed of a model came to; kept in a small file, so that tables are made of what is finished.</summary>
sealed record SeedResult
{
    /// <summary>The metric on the test set.</summary>
    public required double Score { get; init; }

    /// <summary>The metric on the validation set, at the epoch that was chosen.</summary>
    public double? Validation { get; init; }

    /// <summary>The epoch that was chosen, counted from 1.</summary>
    public int? Epoch { get; init; }

    /// <summary>The epochs that were trained.</summary>
    public int? Epochs { get; init; }

    /// <summary>Numbers that are trained.</summary>
    public long? Parameters { get; init; }

    /// <summary>How long training took.</summary>
    public double Seconds { get; init; }

    /// <summary>Reads a result; null where there is none yet.</summary>
    public static SeedResult? Read(string path) => File.Exists(path)
        ? JsonSerializer.Deserialize(File.ReadAllText(path), SeedResultJson.Default.SeedResult)
        : null;

    /// <summary>Writes the result beside its place and moves it there.</summary>
    public void Write(string path)
    {
        var beside = path + ".new";
        File.WriteAllText(beside, JsonSerializer.Serialize(this, SeedResultJson.Default.SeedResult));
        File.Move(beside, path, overwrite: true);
    }
}

/// <summary>How results are read and written, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(SeedResult))]
sealed partial class SeedResultJson : JsonSerializerContext;
