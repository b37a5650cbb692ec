using System.Globalization;
using LiquidNet.Checks;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Wirings;

namespace LiquidNet.Storage.Models;

/// <summary>Reads what <see cref="ModelWriter"/> wrote, and believes nothing of it before it is checked.</summary>
sealed class ModelReader
{
    /// <summary>The metadata of the state of a training, where a file has one beside its model.</summary>
    public const string TrainingKey = "liquidnet.training";

    /// <summary>The prefix of its tensors, which are not part of the model.</summary>
    public const string TrainingPrefix = "training/";

    /// <summary>The metadata of a learner, where a file has one beside its model.</summary>
    public const string LearnerKey = "liquidnet.learner";

    /// <summary>The prefix of its tensors, which are not part of the model.</summary>
    public const string LearnerPrefix = "learner/";

    readonly EquationReader equations;
    readonly Dictionary<string, Parameter> parameters;

    ModelReader(Dictionary<string, Parameter> parameters)
    {
        this.parameters = parameters;
        equations = new(parameters);
    }

    /// <summary>The network of a file.</summary>
    /// <exception cref="InvalidDataException">The file holds no model, one of another version, or one that is not as it has to be; the
    /// message names the place.</exception>
    public static LiquidNetwork Read(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(ModelWriter.MetadataKey, out var text))
        {
            throw new InvalidDataException(
                $"{file.Name}: it holds tensors, but no model: its metadata has no '{ModelWriter.MetadataKey}'.");
        }

        using var document = JsonPlace.Parse(text, $"{file.Name}: model", out var model);
        return Read(model, new TensorReader(
            file, name => !IsOf(file, name, TrainingKey, TrainingPrefix) && !IsOf(file, name, LearnerKey, LearnerPrefix)));
    }

    static bool IsOf(SafetensorsFile file, string tensor, string key, string prefix) =>
        tensor.StartsWith(prefix, StringComparison.Ordinal) && file.Metadata.ContainsKey(key);

    static LiquidNetwork Read(JsonPlace model, TensorReader tensors)
    {
        var version = model["version"].Integer(0);
        if (version != ModelWriter.Version)
            throw model.Fault($"it is of version {version}; this library reads version {ModelWriter.Version}");
        var reader = new ModelReader(ParameterStorage.Read(model["parameters"], tensors));
        tensors.CheckAllTaken(model);
        return reader.ReadNetwork(model);
    }

    LiquidNetwork ReadNetwork(JsonPlace model)
    {
        var cell = ReadCell(model["cell"]);
        var readout = ReadReadout(model["readout"], cell);
        try
        {
            var network = new LiquidNetwork(cell, readout)
            {
                FeatureNames = ReadNames(model.TryGet("featureNames")),
                OutputNames = ReadNames(model.TryGet("classNames")),
                TimeUnit = ReadTime(model.TryGet("timeUnit")),
            };
            if (parameters.Values.FirstOrDefault(parameter => network.Parameters.IndexOf(parameter) < 0) is { } unused)
                throw model.Fault($"parameter '{unused}' stands in no equation");
            network.CompilePredictions();
            return network;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OverflowException)
        {
            throw model.Fault($"its equations do not fit together: {exception.Message}", exception);
        }
    }

    static TimeSpan? ReadTime(JsonPlace? stored) => stored is not { } place
        ? null
        : TimeSpan.TryParseExact(place.Text(), "c", CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero
            ? time
            : throw place.Fault("it is no length of time above zero");

    LoadedCell ReadCell(JsonPlace place)
    {
        var (inputSize, stateSize, outputSize) = (Size(place["inputSize"]), Size(place["stateSize"]), Size(place["outputSize"]));
        var (input, state, timespan) = (Placeholder.Input(inputSize), Placeholder.State(stateSize), Placeholder.Timespan());
        var next = equations.Read(
            place["next"], (input, StoredNames.Input), (state, StoredNames.State), (timespan, StoredNames.Timespan));
        var unfolds = ReadUnfolds(place["unfolds"]);
        return new LoadedCell(inputSize, stateSize, outputSize)
        {
            StoredName = place["name"].Text(),
            StoredText = place["text"].Text(),
            StoredWiring = ReadWiring(place),
            Descriptions = [.. place["parts"].Items().Select(ReadPart)],
            Unfolds = unfolds,
            KeepsState = place["keepsStateAtZero"].Flag(),
            WasExplicit = place["isExplicit"].Flag(),
            Directions = ReadDirections(place, inputSize, stateSize, unfolds),
            NextEquation = new LoadedEquation(next, input, state, timespan),
            OutputEquation = new LoadedEquation(equations.Read(place["output"], (state, StoredNames.State)), state),
            StableSteps = place.TryGet("maxStableStep") is { } steps ? equations.Read(steps) : null,
        };
    }

    LoadedReadout ReadReadout(JsonPlace place, LoadedCell cell)
    {
        var (inputSize, outputSize) = (cell.OutputSize, Size(place["outputSize"]));
        var quantiles = ReadQuantiles(place.TryGet("quantiles"), outputSize);
        var targetSize = outputSize / Math.Max(1, quantiles.Count);
        var (output, logits, targets) = (Placeholder.State(inputSize), Placeholder.State(outputSize), Placeholder.State(targetSize));
        return new LoadedReadout(
            inputSize,
            outputSize,
            StoredNames.KindOf(place["outputKind"]),
            place["text"].Text(),
            new LoadedEquation(equations.Read(place["logits"], (output, StoredNames.Output)), output),
            new LoadedEquation(equations.Read(place["predictions"], (logits, StoredNames.Logits)), logits),
            place.TryGet("targets") is { } stored
                ? new LoadedEquation(equations.Read(stored, (targets, StoredNames.Targets)), targets)
                : null)
        {
            StoredForecasts = ReadForecasts(place.TryGet("forecastFeatures"), targetSize, cell.Features),
            StoredQuantiles = quantiles,
        };
    }

    static IReadOnlyList<float> ReadQuantiles(JsonPlace? place, int outputs)
    {
        if (place is not { } given)
            return [];
        try
        {
            var quantiles = Quantile.Checked([.. given.Items().Select(quantile => quantile.Number())], "quantiles");
            return outputs % quantiles.Count == 0
                ? quantiles
                : throw given.Fault($"{Counted.Of(outputs, "output")} are expected to be a multiple of the quantiles");
        }
        catch (ArgumentException exception)
        {
            throw given.Fault(exception.Message, exception);
        }
    }

    static int[] ReadForecasts(JsonPlace? place, int targets, int features)
    {
        if (place is not { } given)
            return [];
        int[] forecasts = [.. given.Items().Select(feature => feature.Integer(0))];
        return forecasts.Length == targets && Array.TrueForAll(forecasts, feature => feature < features)
            ? forecasts
            : throw given.Fault($"each of {Counted.Of(targets, "target value")} goes on from one of {Counted.Of(features, "feature")}");
    }

    static UnfoldPolicy ReadUnfolds(JsonPlace place)
    {
        var count = place["maxCount"].Integer(1);
        if (place.TryGet("maxStep") is not { } length)
            return UnfoldPolicy.Fixed(count);
        return length.Number() is > 0 and < float.PositiveInfinity and var step
            ? UnfoldPolicy.ByStepLength(step, count)
            : throw length.Fault("the longest solver step has to be above zero and finite");
    }

    static (int Features, int ForwardStateSize)? ReadDirections(JsonPlace cell, int inputSize, int stateSize, UnfoldPolicy unfolds)
    {
        if (cell.TryGet("features") is not { } place)
            return null;
        var (features, forward) = (place.Integer(1), cell["forwardStateSize"].Integer(1));
        return inputSize == 2L * features + 1 && forward < stateSize && unfolds == UnfoldPolicy.Once
            ? (features, forward)
            : throw place.Fault("in both directions, a step has one unfold, an input twice the features and a timespan, and the state a "
                + "part of each direction");
    }

    static CellDescription ReadPart(JsonPlace place) => new(place["name"].Text(), place["text"].Text(), ReadWiring(place));

    static Wiring? ReadWiring(JsonPlace cell)
    {
        if (cell.TryGet("wiring") is not { } place)
            return null;
        try
        {
            return WiringJson.Read(place.Element);
        }
        catch (InvalidDataException exception)
        {
            throw place.Fault(exception.Message.TrimEnd('.'), exception);
        }
    }

    static string[] ReadNames(JsonPlace? names) => [.. names?.Items().Select(name => name.Text()) ?? []];

    int Size(JsonPlace place) => place.Integer(1) is var size && size <= equations.MaxRows
        ? size
        : throw place.Fault($"sizes go up to {equations.MaxRows} in a file with so few parameters");
}
