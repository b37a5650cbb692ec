using System.Buffers;
using System.Text;
using System.Text.Json;
using LiquidNet.Checks;
using LiquidNet.Files;
using LiquidNet.Storage;
using LiquidNet.Storage.Models;

namespace LiquidNet.Training.Resuming;

/// <summary>The file in which a training writes down how far it is; see <see cref="TrainingCheckpoints"/>.</summary>
sealed class CheckpointFile
{
    /// <summary>The name of the file in its folder.</summary>
    public const string Name = "checkpoint.safetensors";

    const int Version = 2;
    const string OptimizerPrefix = ModelReader.TrainingPrefix + "optimizer/";
    const string AveragePrefix = ModelReader.TrainingPrefix + "average/";
    const string BestPrefix = ModelReader.TrainingPrefix + "best/";

    readonly TrainingCheckpoints checkpoints;
    readonly LiquidNetwork network;
    readonly TrainerOptions options;
    readonly IReadOnlyList<(string Name, string Text)> settings;
    readonly int batches;
    readonly string description;
    readonly string path;

    /// <summary>Prepares the folder.</summary>
    /// <param name="checkpoints">Where the file is, and when it is written.</param>
    /// <param name="network">The network that is trained.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="settings">What has to be the same when the training is resumed.</param>
    /// <param name="batches">Batches of an epoch.</param>
    /// <exception cref="InvalidOperationException">The network cannot be saved.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public CheckpointFile(
        TrainingCheckpoints checkpoints, LiquidNetwork network, TrainerOptions options,
        IReadOnlyList<(string Name, string Text)> settings, int batches)
    {
        (this.checkpoints, this.network, this.options) = (checkpoints, network, options);
        (this.settings, this.batches) = (settings, batches);
        description = ModelWriter.Write(network).Metadata[ModelWriter.MetadataKey];
        Directory.CreateDirectory(checkpoints.Folder);
        path = Path.Combine(checkpoints.Folder, Name);
        AtomicFile.DeletePartial(path);
    }

    /// <summary>Writes how far the training is, if it is time to.</summary>
    /// <param name="state">How far it is.</param>
    /// <param name="isLast">Whether it has ended.</param>
    /// <exception cref="InvalidOperationException">A parameter is not finite.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    public void Offer(TrainingState state, bool isLast)
    {
        if (!isLast && state.Reports.Count % checkpoints.EveryEpochs != 0)
            return;
        var file = ModelWriter.Write(network);
        file.Metadata.Add(ModelReader.TrainingKey, Describe(state));
        for (var index = 0; index < network.Parameters.Count; index++)
        {
            var (name, shape) = (network.Parameters.NameOf(index), ParameterStorage.ShapeOf(network.Parameters[index]));
            var moments = state.Optimizer.StateOf(index);
            if (moments.Length > 0)
                file.Add(OptimizerPrefix + name, [state.Optimizer.Optimizer.StatePerValue, .. shape], moments);
            if (state.Best is { } best)
                file.Add(BestPrefix + name, shape, best.ValuesOf(index));
            if (state.Average is { } average)
                file.Add(AveragePrefix + name, shape, average.ValuesOf(index));
        }

        file.Save(path);
    }

    /// <summary>Takes over how far the training was, parameters included; without a file, nothing.</summary>
    /// <param name="state">A training that has not begun.</param>
    /// <exception cref="InvalidOperationException">The file is of another training; nothing has changed.</exception>
    /// <exception cref="InvalidDataException">The file is not as it has to be; nothing has changed.</exception>
    public void Resume(TrainingState state)
    {
        if (!File.Exists(path))
            return;
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(ModelReader.TrainingKey, out var text))
            throw new InvalidDataException($"{path}: it holds no state of a training.");
        using var document = JsonPlace.Parse(text, $"{path}: training", out var training);
        if (training["version"].Integer(0) is not Version and var version)
            throw training.Fault($"it is of version {version}; this library reads version {Version}: delete the file to begin anew");
        CheckSettings(training);
        CheckNetwork(file);
        var reports = ReadReports(training["reports"]);
        CheckEpochs(training["epochs"].Integer(reports.Count), reports.Count);
        var apply = ReadTensors(training, new TensorReader(file), state);
        apply();
        state.Reports.AddRange(reports);
    }

    string Describe(TrainingState state)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("settings");
            foreach (var (name, setting) in settings)
                json.WriteString(name, setting);
            json.WriteEndObject();
            json.WriteNumber("epochs", options.Epochs);
            json.WriteNumber("steps", state.Optimizer.Steps);
            if (state.Average is { } average)
                json.WriteNumber("averagedSteps", average.Steps);
            if (state.Best is { Epoch: { } epoch } best)
            {
                json.WriteNumber("bestEpoch", epoch);
                json.WriteNumber("bestCost", best.Cost);
            }

            json.WriteStartArray("reports");
            foreach (var report in state.Reports)
                EpochReportJson.Write(json, report);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    void CheckSettings(JsonPlace training)
    {
        var stored = training["settings"];
        foreach (var (name, text) in settings)
        {
            if (stored[name].Text() is var before && before != text)
                throw Other($"{name} was {before} and is {text}");
        }
    }

    void CheckNetwork(SafetensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault(ModelWriter.MetadataKey) != description)
            throw Other($"its network is not, in equation, options and names, the one that is to be trained ({network})");
    }

    /// <summary>More or fewer epochs are another training where the schedule would have given other learning rates until now.</summary>
    void CheckEpochs(int before, int done)
    {
        if (done > options.Epochs)
            throw Other($"it is {Counted.Of(done, "epoch")} far, and is to end after {options.Epochs}");
        for (var step = 0L; before != options.Epochs && step < (long)done * batches; step++)
        {
            var time = new StepPlace((int)(step / batches), (int)(step % batches), batches, options.Seed).Time;
            if (options.Schedule.FactorAt(time, before) != options.Schedule.FactorAt(time, options.Epochs))
            {
                throw Other($"it was to have {Counted.Of(before, "epoch")}, for which its schedule gave other learning rates than for "
                    + $"{options.Epochs}");
            }
        }
    }

    List<EpochReport> ReadReports(JsonPlace place)
    {
        List<EpochReport> reports =
            [.. place.Items().Select((report, index) => EpochReportJson.Read(report, index + 1, options, network))];
        return reports.Count > 0 ? reports : throw place.Fault("a checkpoint has at least one epoch");
    }

    Action ReadTensors(JsonPlace training, TensorReader tensors, TrainingState state)
    {
        var count = network.Parameters.Count;
        var (values, moments, best, averages) = (new float[count][], new float[count][], new float[count][], new float[count][]);
        for (var index = 0; index < count; index++)
        {
            var (name, length) = (network.Parameters.NameOf(index), network.Parameters[index].Values.Length);
            values[index] = Read(name, length);
            if (!network.Parameters[index].IsTrainable && !values[index].AsSpan().SequenceEqual(network.Parameters[index].Values))
            {
                throw Other($"its '{name}', which is not trained, has other values, as where a network is standardised by other sequences "
                    + "or has learned elsewhere");
            }

            moments[index] = state.Optimizer.StateOf(index) is { Length: > 0 } kept ? Read(OptimizerPrefix + name, kept.Length) : [];
            best[index] = state.Best is null ? [] : Read(BestPrefix + name, length);
            averages[index] = state.Average is null ? [] : Read(AveragePrefix + name, length);
        }

        var steps = training["steps"].Long(0);
        var averagedSteps = state.Average is null ? 0 : training["averagedSteps"].Long(0);
        var bestEpoch = state.Best is null ? null : training.TryGet("bestEpoch")?.Integer(1);
        var bestCost = bestEpoch is null ? double.PositiveInfinity : training["bestCost"].Double();
        return () =>
        {
            for (var index = 0; index < count; index++)
                values[index].CopyTo(network.Parameters[index].Values);
            state.Optimizer.Resume(steps, moments);
            state.Average?.Resume(averagedSteps, averages);
            state.Best?.Resume(bestEpoch, bestCost, best);
        };

        float[] Read(string name, int length)
        {
            var (_, elements) = tensors.Take(training, name, TensorType.F32);
            return elements.Length == length && Array.TrueForAll(elements, float.IsFinite)
                ? elements
                : throw training.Fault($"tensor '{name}' does not hold {length} finite numbers");
        }
    }

    InvalidOperationException Other(string why) => new(
        $"'{path}' is of another training: {why}. Give this one a folder of its own, or delete the file to begin anew.");
}
