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
            Validation = place.TryGet("validation") is { } validation ? ReadEvaluation(validation, options, network) : null,
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
        if (evaluation.Intervals.Count > 0)
            Write(json, evaluation.Intervals);
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
                if (error.PinballLoss is { } loss)
                    json.WriteNumberValue(loss);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, IEnumerable<PredictionInterval> intervals)
    {
        json.WriteStartArray("intervals");
        foreach (var interval in intervals)
        {
            json.WriteStartArray();
            json.WriteNumberValue(interval.Count);
            if (interval.Count > 0)
            {
                json.WriteNumberValue(interval.Coverage);
                json.WriteNumberValue(interval.MeanWidth);
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

    static void WriteEntry(Utf8JsonWriter json, params ReadOnlySpan<long> entry)
    {
        json.WriteStartArray();
        foreach (var number in entry)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    static Evaluation ReadEvaluation(JsonPlace place, TrainerOptions options, LiquidNetwork network)
    {
        var quantiles = Measures.QuantilesOf(options.Loss ?? Loss.For(network.Readout), network);
        return new(
            place["loss"].Double(),
            place.TryGet("correct")?.Long(0),
            place["count"].Long(0),
            place.TryGet("confusion") is { } entries ? ReadConfusion(entries, network) : null)
        {
            Metric = options.Metric,
            RocAuc = place.TryGet("rocAuc")?.Double(),
            AveragePrecision = place.TryGet("averagePrecision")?.Double(),
            OutputErrors = place.TryGet("outputErrors") is { } errors
                ? ReadErrors(errors, network, quantiles)
                : ReadOnlyCollection<OutputError>.Empty,
            Intervals = place.TryGet("intervals") is { } intervals
                ? ReadIntervals(intervals, network, quantiles)
                : ReadOnlyCollection<PredictionInterval>.Empty,
        };
    }

    static ReadOnlyCollection<OutputError> ReadErrors(JsonPlace place, LiquidNetwork network, IReadOnlyList<float> quantiles)
    {
        JsonPlace[] entries = [.. place.Items()];
        if (entries.Length != network.OutputSize)
            throw place.Fault($"expected the errors of {network.OutputSize} outputs");
        return Array.AsReadOnly([.. entries.Select((entry, output) => ReadError(
            entry, OutputError.NameOf(network.OutputNames, output), quantiles.Count > 0 ? quantiles[output % quantiles.Count] : null))]);
    }

    static OutputError ReadError(JsonPlace place, string name, float? quantile)
    {
        var (count, errors) = ReadFigures(place, quantile is null ? 2 : 3);
        return new(name, count, errors[0], errors[1]) { Quantile = quantile, PinballLoss = quantile is null ? null : errors[2] };
    }

    static ReadOnlyCollection<PredictionInterval> ReadIntervals(JsonPlace place, LiquidNetwork network, IReadOnlyList<float> quantiles)
    {
        var expected = new IntervalSums(quantiles, network.TargetSize).Intervals(network.TargetNames).ToArray();
        JsonPlace[] entries = [.. place.Items()];
        if (entries.Length != expected.Length)
            throw place.Fault($"expected {expected.Length} intervals");
        return Array.AsReadOnly([.. entries.Zip(expected, ReadInterval)]);
    }

    static PredictionInterval ReadInterval(JsonPlace place, PredictionInterval of)
    {
        var (count, figures) = ReadFigures(place, 2);
        return new(of.Name, of.LowerQuantile, of.UpperQuantile, count, figures[0], figures[1]);
    }

    /// <summary>How many target values there were, and what was found of them: not a number where there were none.</summary>
    static (long Count, double[] Figures) ReadFigures(JsonPlace place, int expected)
    {
        JsonPlace[] numbers = [.. place.Items()];
        if (numbers.Length == 0 || numbers[0].Long(0) is var count && numbers.Length != (count > 0 ? expected + 1 : 1))
            throw place.Fault($"expected a count and, where it is not zero, {expected} figures");
        return (count, count > 0 ? [.. numbers[1..].Select(number => number.Double())] : [.. Enumerable.Repeat(double.NaN, expected)]);
    }

    static ConfusionMatrix ReadConfusion(JsonPlace place, LiquidNetwork network)
    {
        var matrix = new ConfusionMatrix(network.OutputSize, network.OutputNames);
        foreach (var entry in place.Items())
        {
            long[] numbers = [.. entry.Items().Select(number => number.Long(0))];
            if (numbers is not [var label, var predicted, > 0 and var count] || Math.Max(label, predicted) >= network.OutputSize)
                throw entry.Fault("expected a label, a predicted class, and how often");
            matrix.Add((int)label, (int)predicted, count);
        }

        return matrix;
    }
}
