using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Storage.Models;

/// <summary>Writes a network: its parameters as tensors, and its equations as JSON in the metadata of the file.</summary>
sealed class ModelWriter : IDisposable
{
    /// <summary>The metadata that holds the description of a model.</summary>
    public const string MetadataKey = "liquidnet";

    /// <summary>The version of the description.</summary>
    public const int Version = 1;

    readonly LiquidNetwork network;
    readonly ArrayBufferWriter<byte> text = new();
    readonly Utf8JsonWriter json;
    readonly EquationWriter equations;

    ModelWriter(LiquidNetwork network)
    {
        this.network = network;
        json = new(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        equations = new(json, NameOf);
    }

    /// <summary>The file of a network.</summary>
    /// <exception cref="InvalidOperationException">A part of the network exists in code alone; the message names it.</exception>
    public static SafetensorsWriter Write(LiquidNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.ApplyConstraints();
        var file = new SafetensorsWriter();
        using var writer = new ModelWriter(network);
        writer.WriteModel(file);
        file.Metadata.Add(MetadataKey, Encoding.UTF8.GetString(writer.text.WrittenSpan));
        return file;
    }

    public void Dispose() => json.Dispose();

    void WriteModel(SafetensorsWriter file)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        WriteCell(network.Cell);
        WriteReadout(network.Readout);
        WriteNames("featureNames", network.FeatureNames);
        WriteNames("classNames", network.OutputNames);
        if (network.TimeUnit is { } unit)
            json.WriteString("timeUnit", unit.ToString("c"));
        ParameterStorage.Write(network.Parameters, json, file);
        json.WriteEndObject();
        json.Flush();
    }

    void WriteCell(LiquidCell cell)
    {
        json.WriteStartObject("cell");
        json.WriteString("name", cell.Name);
        json.WriteString("text", cell.ToString());
        json.WriteNumber("inputSize", cell.InputSize);
        json.WriteNumber("stateSize", cell.StateSize);
        json.WriteNumber("outputSize", cell.OutputSize);
        if (cell.ForwardStateSize is { } forward)
        {
            json.WriteNumber("features", cell.Features);
            json.WriteNumber("forwardStateSize", forward);
        }

        WriteUnfolds(cell.Unfolds);
        json.WriteBoolean("keepsStateAtZero", cell.KeepsStateAtZeroTimespan);
        json.WriteBoolean("isExplicit", cell.IsExplicit);
        WriteWiring(cell.Wiring);
        WriteParts(cell);
        var (input, state, timespan) = (Placeholder.Input(cell.InputSize), Placeholder.State(cell.StateSize), Placeholder.Timespan());
        equations.Write(
            "next", cell.Next(input, state, timespan), (input, StoredNames.Input), (state, StoredNames.State),
            (timespan, StoredNames.Timespan));
        equations.Write("output", cell.CheckedOutput(state), (state, StoredNames.State));
        if (cell.MaxStableStep is { } steps)
            equations.Write("maxStableStep", steps);
        json.WriteEndObject();
    }

    void WriteReadout(Readout readout)
    {
        json.WriteStartObject("readout");
        json.WriteString("text", readout.ToString());
        json.WriteNumber("outputSize", readout.OutputSize);
        json.WriteString("outputKind", StoredNames.Of(readout.OutputKind));
        WriteForecasts(readout.ForecastFeatures);
        WriteQuantiles(readout.Quantiles);
        var (output, logits) = (Placeholder.State(readout.InputSize), Placeholder.State(readout.OutputSize));
        equations.Write("logits", readout.CheckedLogits(output), (output, StoredNames.Output));
        equations.Write("predictions", readout.Predictions(logits), (logits, StoredNames.Logits));
        var targets = Placeholder.State(readout.TargetSize);
        if (readout.Targets(targets) is var compared && compared != targets)
            equations.Write("targets", compared, (targets, StoredNames.Targets));
        json.WriteEndObject();
    }

    void WriteForecasts(IReadOnlyList<int> features)
    {
        if (features.Count == 0)
            return;
        json.WriteStartArray("forecastFeatures");
        foreach (var feature in features)
            json.WriteNumberValue(feature);
        json.WriteEndArray();
    }

    void WriteQuantiles(IReadOnlyList<float> quantiles)
    {
        if (quantiles.Count == 0)
            return;
        json.WriteStartArray("quantiles");
        foreach (var quantile in quantiles)
            json.WriteNumberValue(quantile);
        json.WriteEndArray();
    }

    void WriteUnfolds(UnfoldPolicy unfolds)
    {
        json.WriteStartObject("unfolds");
        json.WriteNumber("maxCount", unfolds.MaxCount);
        if (!unfolds.IsFixed)
            json.WriteNumber("maxStep", unfolds.MaxStep);
        json.WriteEndObject();
    }

    void WriteParts(LiquidCell cell)
    {
        json.WriteStartArray("parts");
        foreach (var part in CellDescription.PartsOf(cell))
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("text", part.Text);
            WriteWiring(part.Wiring);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    void WriteWiring(Wiring? wiring)
    {
        if (wiring is null)
            return;
        json.WritePropertyName("wiring");
        WiringJson.Write(json, wiring);
    }

    void WriteNames(string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return;
        json.WriteStartArray(key);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    string NameOf(Parameter parameter) => network.Parameters.IndexOf(parameter) is >= 0 and var index
        ? network.Parameters.NameOf(index)
        : throw new InvalidOperationException(
            $"An equation of '{network.Cell.Name}' reads parameter '{parameter.Name}', which is none of the network's: nothing that is "
            + "computed depends on it. Such a network cannot be saved.");
}
