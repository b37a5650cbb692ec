using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiquidNet.Equations;
using LiquidNet.Runs;
using Onnx;

namespace LiquidNet.Onnx.Models;

/// <summary>A network that is found fit to be exported, and with which options.</summary>
sealed class ExportedNetwork
{
    const int OperatorSet = 17, IrVersion = 8;

    readonly LiquidNetwork network;

    /// <summary>Checks a network and its options.</summary>
    public ExportedNetwork(LiquidNetwork network, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        Options = options;
        if (options.Timespan is { } timespan && Model.Limit is { IsFinite: true } limit && !limit.Allows(timespan))
            throw new ArgumentOutOfRangeException(nameof(options), timespan, $"The timespan is refused: {limit.Refusal(timespan)}");
        Model.ApplyConstraints();
        for (var index = 0; index < Parameters.Count; index++)
        {
            var values = Parameters[index].GetEffectiveValues();
            var at = Array.FindIndex(values, value => !float.IsFinite(value));
            if (at >= 0)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Parameter '{Parameters.NameOf(index)}' holds {values[at]} at position {at}; only finite numbers are exported."),
                    nameof(network));
            }
        }
    }

    /// <summary>What the model takes.</summary>
    public OnnxOptions Options { get; }

    /// <summary>What is exported.</summary>
    public CompiledModel Model => network.Model;

    public ParameterSet Parameters => network.Parameters;

    /// <summary>Features of an input, as users give it.</summary>
    public int InputSize => network.InputSize;

    /// <summary>The name of the cell.</summary>
    public string CellName => network.Cell.Name;

    /// <summary>The description of the outputs.</summary>
    public string PredictionMeaning =>
        network.Readout.OutputKind == OutputKind.Classes ? "The probability of each class." : "The values that are predicted.";

    /// <summary>The finished model around a graph.</summary>
    public ModelProto Wrap(GraphProto graph)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "LiquidNet",
            ProducerVersion = typeof(LiquidNetwork).Assembly.GetName().Version!.ToString(3),
            DocString = network.ToString(),
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        foreach (var (key, value) in Facts())
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    IEnumerable<(string Key, string Value)> Facts()
    {
        yield return ("cell", $"{network.Cell}");
        yield return ("readout", $"{network.Readout}");
        yield return ("unfolds", $"{Model.Unfolds}");
        yield return ("parameters", $"{Parameters}");
        if (network.FeatureNames.Count > 0)
            yield return ("feature_names", Json(network.FeatureNames));
        if (network.OutputNames.Count > 0)
            yield return ("output_names", Json(network.OutputNames));
        if (network.TimeUnit is { } unit)
            yield return ("time_unit_seconds", unit.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Names as a list that any reader of JSON takes apart.</summary>
    static string Json(IEnumerable<string> names)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartArray();
            foreach (var name in names)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
