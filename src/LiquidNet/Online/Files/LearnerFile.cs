using System.Buffers;
using System.Text;
using System.Text.Json;
using LiquidNet.Storage;
using LiquidNet.Storage.Models;

namespace LiquidNet.Online.Files;

/// <summary>A learner in the file of its network: what it is in the metadata, what it carries in tensors with names of their own.</summary>
static class LearnerFile
{
    /// <summary>The prefix of a learner's tensors.</summary>
    public const string Prefix = ModelReader.LearnerPrefix;

    const int Version = 2;

    /// <summary>The file of a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="delayed">The delayed learner around it, or null.</param>
    /// <exception cref="InvalidOperationException">A part of it exists only in code, or another thread is using it.</exception>
    public static SafetensorsWriter Write(OnlineLearner learner, DelayedLearner? delayed)
    {
        using var turn = learner.BeginCall();
        var file = ModelWriter.Write(learner.Network);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            LearnerSettings.Write(json, learner);
            if (delayed is not null)
                json.WriteNumber("delay", delayed.Delay);
            json.WriteStartObject("state");
            var state = new LearnerStateWriter(json, file);
            learner.Transfer(state);
            delayed?.Transfer(state);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        file.Metadata.Add(ModelReader.LearnerKey, Encoding.UTF8.GetString(text.WrittenSpan));
        return file;
    }

    /// <summary>The learner of a file, without a delay.</summary>
    /// <exception cref="InvalidDataException">The file holds none, or is not as it has to be; the message names the place.</exception>
    public static OnlineLearner Read(SafetensorsFile file, CustomParts? custom) => Read(file, custom, isDelayed: false).Learner;

    /// <summary>The learner of a file, with its delay.</summary>
    /// <exception cref="InvalidDataException">The file holds none, or is not as it has to be; the message names the place.</exception>
    public static DelayedLearner ReadDelayed(SafetensorsFile file, CustomParts? custom) => Read(file, custom, isDelayed: true).Delayed!;

    static (OnlineLearner Learner, DelayedLearner? Delayed) Read(SafetensorsFile file, CustomParts? custom, bool isDelayed)
    {
        if (!file.Metadata.TryGetValue(ModelReader.LearnerKey, out var text))
        {
            throw new InvalidDataException(
                $"{file.Name}: it holds no learner: its metadata has no '{ModelReader.LearnerKey}'. LiquidNetwork.Load reads models.");
        }

        using var document = JsonPlace.Parse(text, $"{file.Name}: learner", out var place);
        if (place["version"].Integer(0) is not Version and var version)
            throw place.Fault($"it is of version {version}; this library reads version {Version}");
        if (place.TryGet("delay").HasValue != isDelayed)
        {
            throw place.Fault(isDelayed
                ? "its targets are not delayed: OnlineLearner.Load reads it"
                : "its targets are delayed: DelayedLearner.Load reads it");
        }

        var network = ModelReader.Read(file);
        try
        {
            var tensors = new TensorReader(file, name => name.StartsWith(Prefix, StringComparison.Ordinal));
            var state = new LearnerStateReader(place["state"], tensors, file);
            var learner = LearnerSettings.Read(place, network, state, custom ?? new());
            learner.Transfer(state);
            var delayed = isDelayed ? ReadDelay(place["delay"], learner, state) : null;
            tensors.CheckAllTaken(place);
            return (learner, delayed);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OverflowException)
        {
            throw place.Fault($"it does not fit together: {exception.Message}", exception);
        }
    }

    static DelayedLearner ReadDelay(JsonPlace place, OnlineLearner learner, LearnerStateReader state)
    {
        var delay = place.Integer(0);
        state.Expect(DelayedLearner.TimespansName, delay + 1L);
        var delayed = new DelayedLearner(learner, delay);
        delayed.Transfer(state);
        return delayed;
    }
}
