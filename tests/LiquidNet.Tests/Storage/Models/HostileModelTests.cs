using System.Text.Json.Nodes;
using LiquidNet.Equations;
using LiquidNet.Storage;
using LiquidNet.Tests.Equations.Support;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Storage.Models;

/// <summary>A model file is hostile until proven: whatever is wrong with it has an error that names the place.</summary>
public class HostileModelTests
{
    /// <summary>Nodes of the step: 0 gain, 1 bias, 2 input, 3 W, 4 affine, 5 Clamp, 6 state, 7 and 8 products, 9 and 10 slices,
    /// 11 concatenation, 12 dropout, 13 sum.</summary>
    static readonly byte[] File = Network().ToBytes();

    static readonly Dictionary<string, (Action<AlteredModel> Change, string Message)> Cases = new()
    {
        ["no model"] = (file => file.Text = null, "*no 'liquidnet'*"),
        ["no JSON"] = (file => file.Text = "{", "*not valid JSON*"),
        ["deep JSON"] = (file => file.Text = new string('[', 100_000), "*not valid JSON*"),
        ["something twice"] = (file => file.Text = file.Text!.Replace("\"text\":", "\"name\":\"x\",\"text\":"), "*not valid JSON*"),
        ["half a character"] = (
            file => file.Text = file.Text!.Replace("\"op\":\"product\"", "\"op\":\"\\ud800\""), "*half of a character*"),
        ["half a character in a name"] = (file => file.Text = file.Text!.Replace("\"version\"", "\"\\ud800\""), "*not valid JSON*"),
        ["another version"] = Json(model => model["version"] = 2, "*is of version 2*reads version 1*"),
        ["no version"] = Json(model => model.AsObject().Remove("version"), "*model: it has no 'version'*"),
        ["a text for a number"] = Json(model => model["cell"]!["stateSize"] = "2", "*model.cell.stateSize: expected a whole number*\"2\"*"),
        ["an input beyond all parameters"] = Json(model => model["cell"]!["inputSize"] = 60_000_000, "*inputSize: sizes go up to*"),
        ["no state"] = Json(model => model["cell"]!["stateSize"] = 0, "*stateSize: expected a whole number from 1*found 0*"),
        ["an absurd state"] = Json(model => model["cell"]!["stateSize"] = int.MaxValue, "*stateSize: sizes go up to*"),
        ["another state"] = Json(model => model["cell"]!["stateSize"] = 3, "*cell.next[7]*2 and 3 rows do not match*"),
        ["another output"] = Json(model => model["cell"]!["outputSize"] = 1, "*readout.logits*1 row *"),
        ["more outputs"] = Json(model => model["readout"]!["outputSize"] = 2, "*has 1 rows*declares 2*"),
        ["another kind of outputs"] = Json(model => model["readout"]!["outputKind"] = "words", "*outputs of kind 'words' are unknown*"),
        ["a forecast of nothing"] = Json(
            model => model["readout"]!["forecastFeatures"] = new JsonArray(1), "*.forecastFeatures: each of 1 target value *of 1 feature*"),
        ["a forecast too many"] = Json(model => model["readout"]!["forecastFeatures"] = new JsonArray(0, 0), "*forecastFeatures*"),
        ["quantiles of half an output"] = Json(
            model => model["readout"]!["quantiles"] = new JsonArray(0.1, 0.9), "*.quantiles: 1 output *multiple*"),
        ["quantiles that decrease"] = Json(model => model["readout"]!["quantiles"] = new JsonArray(0.9, 0.1), "*.quantiles: *increasing*"),
        ["a quantile beyond all values"] = Json(model => model["readout"]!["quantiles"] = new JsonArray(2), "*.quantiles: *0 and 1*"),
        ["no quantiles"] = Json(model => model["readout"]!["quantiles"] = new JsonArray(), "*.quantiles: At least one*"),
        ["a name too many"] = Json(model => model["featureNames"] = new JsonArray("a", "b"), "*One name per feature is expected, 1*"),
        ["no unfolds"] = Json(model => model["cell"]!["unfolds"]!["maxCount"] = 0, "*unfolds.maxCount*"),
        ["unfolds of no length"] = Json(model => model["cell"]!["unfolds"]!["maxStep"] = 0, "*unfolds.maxStep*above zero*"),
        ["unfolds by time"] = Json(
            model => (model["cell"]!["unfolds"]!["maxStep"], model["cell"]!["keepsStateAtZero"]) = (0.5, false), "*fixed number of*"),
        ["half a direction"] = Json(
            model => (model["cell"]!["features"], model["cell"]!["forwardStateSize"]) = (1, 1), "*cell.features: in both directions*"),
        ["an impossible wiring"] = Json(model => model["cell"]!["wiring"] = new JsonObject(), "*cell.wiring: A wiring's JSON*"),
        ["a parameter without a name"] = (
            file => file.With(model => model["parameters"]![0]!["name"] = " ").WithTensor(" ", 0.5f), "*parameters[0].name*blank*"),
        ["no node"] = Json(model => model["cell"]!["next"] = new JsonArray(), "*cell.next: an equation has at least one node*"),
        ["no list of nodes"] = Json(model => model["cell"]!["next"] = 7, "*cell.next: expected an array, found 7*"),
        ["an unknown operation"] = Node(7, node => node["op"] = "run", "*next[7]: operation 'run' is unknown*"),
        ["what another equation receives"] = Node(6, node => node["op"] = "logits", "*next[6]: operation 'logits' is unknown*"),
        ["a node that points to itself"] = Node(7, node => node["inputs"]![0] = 7, "*next[7].inputs[0]: node 7 does not stand before*"),
        ["a node that points forward"] = Node(7, node => node["inputs"]![0] = 9, "*next[7].inputs[0]: node 9 does not stand before*"),
        ["a node that points nowhere"] = Node(7, node => node["inputs"]![0] = -1, "*next[7].inputs[0]: expected a whole number*"),
        ["too few inputs"] = Node(7, node => node["inputs"]!.AsArray().RemoveAt(0), "*next[7]: operation 'product' has 2 inputs, found 1*"),
        ["too many inputs"] = Node(9, node => node["inputs"]!.AsArray().Add(0), "*next[9]: operation 'slice' has 1 input, found 2*"),
        ["rows beyond the signal"] = Node(9, node => node["start"] = 2, "*next[9]*do not lie within a signal of 2 rows*"),
        ["rows beyond counting"] = Node(9, node => node["rows"] = int.MaxValue, "*next[9]*do not lie within*"),
        ["weights that are no parameter"] = Node(4, node => node["inputs"]![2] = 2, "*next[4]: input 2 of an affine map*"),
        ["weights that do not fit"] = Node(4, node => node["inputs"]![2] = 0, "*next[4]*the weights have 1 output*"),
        ["an unknown function"] = Node(5, node => node["function"] = "Eval", "*next[5]: function 'Eval' is unknown*Clamp*"),
        ["a function without its numbers"] = Node(5, node => node.AsObject().Remove("numbers"), "*'Clamp' has 2 numbers, found 0*"),
        ["limits in disorder"] = Node(5, node => node["numbers"]![0] = 5, "*next[5]*must be in order*"),
        ["a number beyond numbers"] = (file => file.Text = file.Text!.Replace("[-1,1]", "[-1,1e99]"), "*numbers[1]: expected a number*"),
        ["a number that is none"] = Node(5, node => node["numbers"]![1] = "NaN", "*numbers[1]: expected a number*"),
        ["a certain dropout"] = Node(12, node => node["number"] = 1, "*next[12]*dropout*"),
        ["more rows than memory"] = Json(Doubled, "*rows together, more than the*"),
        ["a matrix element by element"] = Node(8, node => node["inputs"]![0] = 3, "*used element by element*"),
        ["a parameter that is not listed"] = Node(0, node => node["name"] = "x", "*next[0]: it reads parameter 'x'*"),
        ["a parameter that nobody uses"] = Node(0, node => node["name"] = "bias", "*'gain [2]' stands in no equation*"),
        ["a parameter twice"] = Json(model => model["parameters"]!.AsArray().Add(Listed("gain")), "*'gain' is asked for twice*"),
        ["a parameter without a tensor"] = (file => file.WithoutTensor("gain"), "*tensor 'gain' is not in the file*"),
        ["a tensor without a parameter"] = (file => file.WithTensor("more", 1), "*tensor 'more' is not used*"),
        ["a parameter without a constraint"] = (file => file.WithoutTensor("constraint/W"), "*'constraint/W' is not in the file*"),
        ["another type"] = (file => file.WithTensor("gain", TensorType.F64, [2], new byte[16]), "*gain F64 [2] has to be F32*"),
        ["another shape"] = (file => file.WithTensor("W", [1, 2], 1, 1), "*'constraint/W' has another shape*"),
        ["no shape"] = (file => file.WithTensor("gain", [], 1), "*'gain' has 0 dimensions*"),
        ["too many dimensions"] = (file => file.WithTensor("gain", [1, 1, 2], 1, 1), "*'gain' has 3 dimensions*"),
        ["no element"] = (file => file.WithTensor("gain"), "*gain F32 [0] has to have 1 to*"),
        ["more elements"] = (file => file.WithTensor("gain", 1, 1, 1), "*3 and 2 rows do not match*"),
        ["not a number"] = (file => file.WithTensor("gain", 1, float.NaN), "*element 1 of tensor 'gain' is NaN*"),
        ["infinity"] = (file => file.WithTensor("gain", float.NegativeInfinity, 1), "*element 0 of tensor 'gain' is -*"),
        ["a negative value"] = (file => file.WithTensor("gain", 1, -1), "*element 1 of tensor 'gain' is -1, which its projection*"),
        ["a connection that is absent"] = (file => file.WithTensor("W", [2, 1], 1, 1), "*element 1 of tensor 'W' is 1, which its*"),
        ["a mask of something else"] = (
            file => file.WithTensor("constraint/W", TensorType.Bool, [2, 1], [1, 2]), "*elements other than 0 and 1*"),
        ["an unknown projection"] = Json(model => model["parameters"]![1]!["projection"] = "sphere", "*projection 'sphere' is unknown*"),
    };

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    [Fact]
    public void What_is_not_altered_loads() => new AlteredModel(File).Load().ToBytes().Should().Equal(File);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_wrong_is_named(string name)
    {
        var file = new AlteredModel(File);
        Cases[name].Change(file);
        file.Invoking(it => it.Load()).Should().Throw<InvalidDataException>().WithMessage(Cases[name].Message)
            .And.Message.Should().StartWith("safetensors: ");
    }

    [Fact]
    public void A_file_that_ends_early_is_refused_wherever_it_ends()
    {
        for (var length = 0; length < File.Length; length++)
            FluentActions.Invoking(() => File[..length].ToNetwork()).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public async Task The_file_is_named_where_it_has_a_name()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        new SafetensorsWriter().Save(path);
        FluentActions.Invoking(() => LiquidNetwork.Load(path)).Should().Throw<InvalidDataException>().WithMessage($"{path}: *");
        await FluentActions.Awaiting(() => LiquidNetwork.LoadAsync(path)).Should().ThrowAsync<InvalidDataException>()
            .WithMessage($"{path}: *");
        System.IO.File.Delete(path);
    }

    static LiquidNetwork Network()
    {
        var weights = Parameter.Of("W", 1, 2, [1, 0], new SparsityMask([true, false]));
        var (bias, gain) = (Parameter.Vector("bias", 2), Parameter.Vector("gain", [1, 1], NonNegative.Instance));
        return LiquidNetwork.Regressor(
            new FormulaCell(1, 2, (input, state, _) =>
            {
                var driven = Clamp(Affine(bias, weights, input), -1, 1) * state;
                return Dropout(Concatenate(Slice(gain * driven, 1, 1), Slice(state, 0, 1)), 0.5f) + driven;
            }),
            outputs: 1);
    }

    static (Action<AlteredModel> Change, string Message) Json(Action<JsonNode> change, string message) =>
        (file => file.With(change), message);

    static (Action<AlteredModel> Change, string Message) Node(int index, Action<JsonNode> change, string message) =>
        Json(model => change(model["cell"]!["next"]![index]!), message);

    static JsonObject Listed(string name) => new() { ["name"] = name };

    /// <summary>Each node has twice the rows of the one before.</summary>
    static void Doubled(JsonNode model)
    {
        var nodes = model["cell"]!["next"]!.AsArray();
        for (var link = 0; link < 40; link++)
            nodes.Add(new JsonObject { ["op"] = "concatenation", ["inputs"] = new JsonArray(nodes.Count - 1, nodes.Count - 1) });
    }
}
