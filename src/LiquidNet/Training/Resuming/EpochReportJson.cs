using System.Collections.ObjectModel;
using System.Text.Json;
using LiquidNet.Storage.Models;

namespace LiquidNet.Training.Resuming;

/// <summary>The reports of whole epochs as JSON.</summary>
static class EpochReportJson
{
    /// <summary>Writes a report, without what follows from its place.</summary>
    public static void Write(Utf8JsonWriter json, EpochReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("batches", report.Batches);
        json.WriteNumber("loss", report.Loss);
        if (report.Accuracy is { } accuracy)
            json.WriteNumber("accuracy", accuracy);
        json.WriteNumber("learningRate", report.LearningRate);
        json.WriteNumber("gradientNorm", report.GradientNorm);
        json.WriteNumber("elapsedTicks", report.Elapsed.Ticks);
        json.WriteNumber("sequencesPerSecond", report.SequencesPerSecond);
        if (report.Validation is { } validation)
            Write(json, validation);
        json.WriteEndObject();
    }

    /// <summary>Reads a report.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="options">How many epochs there will be, and by which figure they are compared.</param>
    /// <param name="network">The network, for the classes of a confusion matrix.</param>
    public static EpochReport Read(JsonPlace place, int epoch, TrainerOptions options, LiquidNetwork network)
    {
        var batches = place["batches"].Integer(1);
        return new EpochReport
        {
            Epoch = epoch,
            Epochs = options.Epochs,
            Batch = batches,
            Batches = batches,
            Loss = place["loss"].Double(),
            Accuracy = place.TryGet("accuracy")?.Double(),
            LearningRate = place["learningRate"].Number(),
            GradientNorm = place["gradientNorm"].Double(),
            Elapsed = TimeSpan.FromTicks(place["elapsedTicks"].Long(0)),
            SequencesPerSecond = place["sequencesPerSecond"].Double(),
            Validation = place.TryGet("validation") is { } validation ? ReadEvaluation(validation, options.Metric, network) : null,
            IsComplete = true,
        };
    }

    static void Write(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteStartObject("validation");
        json.WriteNumber("loss", evaluation.Loss);
        json.WriteNumber("count", evaluation.Count);
        if (evaluation.Correct is { } correct)
            json.WriteNumber("correct", correct);
        Write(json, "rocAuc", evaluation.RocAuc);
        Write(json, "averagePrecision", evaluation.AveragePrecision);
        if (evaluation.OutputErrors.Count > 0)
            Write(json, evaluation.OutputErrors);
        if (evaluation.Confusion is { } confusion)
        {
            json.WriteStartArray("confusion");
            foreach (var (label, predicted, count) in confusion.Entries)
                WriteEntry(json, label, predicted, count);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>An output without targets has no errors: numbers that are not there are not written.</summary>
    static void Write(Utf8JsonWriter json, IEnumerable<OutputError> errors)
    {
        json.WriteStartArray("outputErrors");
        foreach (var error in errors)
        {
            json.WriteStartArray();
            json.WriteNumberValue(error.Count);
            if (error.Count > 0)
            {
                json.WriteNumberValue(error.MeanSquaredError);
                json.WriteNumberValue(error.MeanAbsoluteError);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    static void WriteEntry(Utf8JsonWriter json, params ReadOnlySpan<int> entry)
    {
        json.WriteStartArray();
        foreach (var number in entry)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    static Evaluation ReadEvaluation(JsonPlace place, Metric metric, LiquidNetwork network) => new(
        place["loss"].Double(),
        place.TryGet("correct")?.Integer(0),
        place["count"].Integer(0),
        place.TryGet("confusion") is { } entries ? ReadConfusion(entries, network) : null)
    {
        Metric = metric,
        RocAuc = place.TryGet("rocAuc")?.Double(),
        AveragePrecision = place.TryGet("averagePrecision")?.Double(),
        OutputErrors = place.TryGet("outputErrors") is { } errors ? ReadErrors(errors, network) : ReadOnlyCollection<OutputError>.Empty,
    };

    static ReadOnlyCollection<OutputError> ReadErrors(JsonPlace place, LiquidNetwork network)
    {
        JsonPlace[] entries = [.. place.Items()];
        if (entries.Length != network.OutputSize)
            throw place.Fault($"expected the errors of {network.OutputSize} outputs");
        return Array.AsReadOnly([.. entries.Select((entry, output) => ReadError(entry, output, network))]);
    }

    static OutputError ReadError(JsonPlace place, int output, LiquidNetwork network)
    {
        JsonPlace[] numbers = [.. place.Items()];
        if (numbers.Length is not (1 or 3) || numbers[0].Long(0) is var count && (count > 0) != (numbers.Length == 3))
            throw place.Fault("expected a count and, where it is not zero, two errors");
        var name = OutputError.NameOf(network.OutputNames, output);
        return count == 0
            ? new(name, 0, double.NaN, double.NaN)
            : new(name, count, numbers[1].Double(), numbers[2].Double());
    }

    static ConfusionMatrix ReadConfusion(JsonPlace place, LiquidNetwork network)
    {
        var matrix = new ConfusionMatrix(network.OutputSize, network.OutputNames);
        foreach (var entry in place.Items())
        {
            int[] numbers = [.. entry.Items().Select(number => number.Integer(0))];
            if (numbers is not [var label, var predicted, > 0 and var count] || Math.Max(label, predicted) >= network.OutputSize)
                throw entry.Fault("expected a label, a predicted class, and how often");
            matrix.Add(label, predicted, count);
        }

        return matrix;
    }
}
