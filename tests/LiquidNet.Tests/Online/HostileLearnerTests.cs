using System.Text.Json.Nodes;
using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Storage;

namespace LiquidNet.Tests.Online;

/// <summary>The file of a learner is hostile until proven: whatever is wrong with it has an error that names the place.</summary>
public class HostileLearnerTests
{
    const string Key = "liquidnet.learner";

    static readonly Dictionary<string, byte[]> Files = new()
    {
        ["window"] = Saved(network => new TruncatedBackpropagation(network, window: 4) { Drift = new Adwin() }),
        ["influence"] = Saved(network => new RealTimeRecurrentLearning(network) { Rollback = new(), Drift = new PageHinkley() }),
        ["covariance"] = Saved(network => new RecursiveLeastSquares(network)),
        ["delay"] = SavedDelayed(),
    };

    static readonly Dictionary<string, (string File, Action<JsonNode> Change, string Message)> Cases = new()
    {
        ["another version"] = ("window", json => json["version"] = 1, "*of version 1*"),
        ["an unknown rule"] = ("window", json => json["rule"] = "Process", "*learner.rule: rule 'Process' is unknown*"),
        ["another rule"] = ("window", json => json["rule"] = "SnAp1", "*no 'hasInfluence'*"),
        ["what another rule carries"] = ("window", json => json["rule"] = "ImmediateDerivative", "*learner/window/*is not used*"),
        ["a window of another length"] = ("window", json => json["window"] = 5, "*'learner/window/timespans' does not hold 5*"),
        ["an absurd window"] = ("window", json => json["window"] = int.MaxValue, "*does not hold 2147483647*"),
        ["more readings than the window"] = ("window", json => json["state"]!["windowCount"] = 5, "*windowCount: it can be 4 at most*"),
        ["a place beyond the window"] = ("window", json => json["state"]!["windowNext"] = 4, "*windowNext: it can be 3 at most*"),
        ["a count below zero"] = ("window", json => json["state"]!["updates"] = -1, "*updates: expected a whole number from 0*"),
        ["steps beyond counting"] = ("window", json => json["state"]!["optimizerSteps"] = 1e30, "*optimizerSteps: expected*"),
        ["more buckets than there are"] = ("window", json => json["state"]!["driftBuckets3"] = 6, "*driftBuckets3: it can be 5 at most*"),
        ["an unknown monitor"] = ("window", json => json["drift"]!["kind"] = "Never", "*kind 'Never' is unknown*"),
        ["an impossible delta"] = ("window", json => json["drift"]!["delta"] = 2, "*Delta must be between*"),
        ["an unknown optimiser"] = ("window", json => json["optimizer"]!["kind"] = "Lion", "*kind 'Lion' is unknown*"),
        ["an impossible rate"] = ("window", json => json["optimizer"]!["learningRate"] = -1, "*learning rate must be above zero*"),
        ["another optimiser"] = ("window", json => json["optimizer"] = Sgd(), "*learner/optimizer/*is not used*"),
        ["a loss of one's own"] = ("window", json => json["loss"] = Own(), "*learner.loss: 'Mine' exists in code alone*"),
        ["no state"] = ("window", json => json["state"] = 1, "*expected an object*"),
        ["a comparison beyond its window"] = ("influence", json => json["state"]!["rollbackCount"] = 200, "*rollbackCount: it can be 199*"),
        ["another margin"] = ("influence", json => json["rollback"]!["margin"] = -1, "*margin must be zero or more*"),
        ["a delay of another length"] = ("delay", json => json["delay"] = 7, "*'learner/pending/timespans' does not hold 8*"),
        ["an absurd delay"] = ("delay", json => json["delay"] = int.MaxValue, "*does not hold 2147483648*"),
        ["forgetting too much"] = ("covariance", json => json["forgetting"] = 0, "*Forgetting must be between*"),
    };

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    public static TheoryData<string> FileNames { get; } = new(Files.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_wrong_is_named(string name)
    {
        var (file, change, message) = Cases[name];
        Loading(Altered(Files[file], change)).Should().Throw<InvalidDataException>().WithMessage(message)
            .And.Message.Should().StartWith("safetensors: learner");
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_file_that_ends_early_is_refused_wherever_it_ends(string name)
    {
        Loading(Files[name])();
        for (var length = 0; length < Files[name].Length; length += 7)
            Loading(Files[name][..length]).Should().Throw<InvalidDataException>();
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void Each_tensor_is_needed_at_its_size_and_finite(string name)
    {
        using var whole = SafetensorsFile.Parse(Files[name]);
        foreach (var tensor in whole.Tensors.Where(tensor => tensor.Name.StartsWith("learner/", StringComparison.Ordinal)))
        {
            var bytes = whole.ReadBytes(tensor.Name);
            Loading(Altered(Files[name], tensor.Name, null)).Should().Throw<InvalidDataException>($"without {tensor}");
            Loading(Altered(Files[name], tensor.Name, [.. bytes, .. bytes])).Should().Throw<InvalidDataException>($"twice {tensor}");
            byte[] absurd = [.. Enumerable.Repeat((byte)0xFF, bytes.Length)];
            Loading(Altered(Files[name], tensor.Name, absurd)).Should().Throw<InvalidDataException>($"of NaN in {tensor}");
        }
    }

    internal static byte[] Saved(Func<LiquidNetwork, OnlineLearner> rule)
    {
        var learner = rule(Network());
        Readings.For(learner.Network, count: 9).Learn(learner);
        learner.Observe([0.1f, 0.2f]);
        var memory = new MemoryStream();
        learner.Save(memory);
        return memory.ToArray();
    }

    internal static byte[] SavedDelayed()
    {
        var learner = new DelayedLearner(new ImmediateDerivative(Network()), delay: 2);
        for (var step = 0; step < 5; step++)
            learner.Observe([0.1f, 0.2f]);
        var memory = new MemoryStream();
        learner.Save(memory);
        return memory.ToArray();
    }

    /// <summary>Loads a file as what it says that it is.</summary>
    internal static void Load(byte[] bytes)
    {
        using var file = SafetensorsFile.Parse(bytes);
        if (file.Metadata.GetValueOrDefault(Key)?.Contains("\"delay\"", StringComparison.Ordinal) == true)
            DelayedLearner.Load(new MemoryStream(bytes));
        else
            OnlineLearner.Load(new MemoryStream(bytes));
    }

    static Action Loading(byte[] bytes) => () => Load(bytes);

    static LiquidNetwork Network() => Readings.Network(new CtRnnCell(2, 3, seed: 1), outputs: 1);

    static JsonObject Sgd() => new()
    {
        ["kind"] = "Sgd",
        ["learningRate"] = 0.1,
        ["momentum"] = 0,
        ["nesterov"] = false,
        ["weightDecay"] = 0,
    };

    static JsonObject Own() => new() { ["kind"] = "custom", ["text"] = "Mine" };

    static byte[] Altered(byte[] bytes, Action<JsonNode> change) => Rewritten(bytes, (_, old) => old, text =>
    {
        var json = JsonNode.Parse(text)!;
        change(json);
        return json.ToJsonString();
    });

    static byte[] Altered(byte[] bytes, string tensor, byte[]? content) =>
        Rewritten(bytes, (name, old) => name == tensor ? content : old, text => text);

    static byte[] Rewritten(byte[] bytes, Func<string, byte[], byte[]?> content, Func<string, string> learner)
    {
        using var file = SafetensorsFile.Parse(bytes);
        var writer = new SafetensorsWriter();
        foreach (var tensor in file.Tensors)
        {
            if (content(tensor.Name, file.ReadBytes(tensor.Name)) is not { } kept)
                continue;
            var isWhole = kept.Length == tensor.Count * tensor.Type.Bytes;
            writer.Add(tensor.Name, tensor.Type, isWhole ? [.. tensor.Shape] : [kept.Length / tensor.Type.Bytes], kept);
        }

        foreach (var (key, text) in file.Metadata)
            writer.Metadata[key] = key == Key ? learner(text) : text;
        var memory = new MemoryStream();
        writer.WriteTo(memory);
        return memory.ToArray();
    }
}
