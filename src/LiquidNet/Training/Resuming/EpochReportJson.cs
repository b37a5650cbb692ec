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
        Write(json, "meanSquaredError", evaluation.MeanSquaredError);
        Write(json, "meanAbsoluteError", evaluation.MeanAbsoluteError);
        if (evaluation.Confusion is { } confusion)
        {
            json.WriteStartArray("confusion");
            foreach (var (label, predicted, count) in confusion.Entries)
                WriteEntry(json, label, predicted, count);
            json.WriteEndArray();
        }

        json.WriteEndObject();
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
        MeanSquaredError = place.TryGet("meanSquaredError")?.Double(),
        MeanAbsoluteError = place.TryGet("meanAbsoluteError")?.Double(),
    };

    static ConfusionMatrix ReadConfusion(JsonPlace place, LiquidNetwork network)
    {
        var matrix = new ConfusionMatrix(network.OutputSize, network.ClassNames);
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
