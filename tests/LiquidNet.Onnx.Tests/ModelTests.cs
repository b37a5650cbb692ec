using System.Text.Json;
using LiquidNet.Cells;
using LiquidNet.Onnx.Tests.Support;
using LiquidNet.Solvers;
using LiquidNet.Storage;
using LiquidNet.Wirings;
using Onnx;

namespace LiquidNet.Onnx.Tests;

/// <summary>How models are written, and what is refused.</summary>
public class ModelTests
{
    static readonly OnnxOptions Masked = new() { HasMask = true };

    [Fact]
    public void A_step_model_says_what_it_takes_and_gives()
    {
        using var model = OrtModel.OfStep(Network());
        Signatures(model.Proto.Graph.Input).Should().Equal("input [batch x 4]", "timespan [batch x 1]", "state [batch x 6]");
        Signatures(model.Proto.Graph.Output).Should().Equal("prediction [batch x 3]", "next_state [batch x 6]");
        model.Proto.Graph.Input.Concat(model.Proto.Graph.Output).Should().OnlyContain(value => value.DocString.Length > 0);
    }

    [Fact]
    public void A_sequence_model_says_what_it_takes_and_gives()
    {
        using var model = OrtModel.OfSequence(Network(), Masked);
        Signatures(model.Proto.Graph.Input).Should().Equal(
            "inputs [time x batch x 4]", "timespans [time x batch x 1]", "initial_state [batch x 6]", "mask [time x batch x 1]");
        Signatures(model.Proto.Graph.Output).Should().Equal("predictions [time x batch x 3]", "last_state [batch x 6]");
    }

    [Fact]
    public void A_known_timespan_is_no_input()
    {
        using var step = OrtModel.OfStep(Network(), new() { Timespan = 1 });
        using var sequence = OrtModel.OfSequence(Network(), new() { Timespan = 1 });
        Signatures(step.Proto.Graph.Input).Should().Equal("input [batch x 4]", "state [batch x 6]");
        Signatures(sequence.Proto.Graph.Input).Should().Equal("inputs [time x batch x 4]", "initial_state [batch x 6]");
    }

    [Fact]
    public void A_model_tells_where_it_comes_from()
    {
        var network = Network();
        using var model = OrtModel.OfStep(network);
        model.Proto.ProducerName.Should().Be("LiquidNet");
        model.Proto.DocString.Should().Be(network.ToString());
        model.Proto.IrVersion.Should().Be(8);
        model.Proto.OpsetImport.Should().Equal(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Proto.MetadataProps.ToDictionary(fact => fact.Key, fact => fact.Value).Should()
            .Contain("cell", network.Cell.ToString()).And.Contain("readout", "softmax 3").And.Contain("unfolds", "1 unfold");
    }

    [Fact]
    public void Names_of_features_and_classes_and_the_unit_of_time_travel_along()
    {
        var network = Network();
        network.TimeUnit = TimeSpan.FromMinutes(1.5);
        network.FeatureNames = ["speed", "angle", "a \"b\"", "gyro, x"];
        network.OutputNames = ["left", "ahead", "right"];
        using var model = OrtModel.OfStep(network);
        var facts = model.Proto.MetadataProps.ToDictionary(fact => fact.Key, fact => fact.Value);
        JsonSerializer.Deserialize<string[]>(facts["feature_names"]).Should().Equal(network.FeatureNames);
        JsonSerializer.Deserialize<string[]>(facts["output_names"]).Should().Equal(network.OutputNames);
        facts["time_unit_seconds"].Should().Be("90");
    }

    [Fact]
    public void Parameters_keep_their_names()
    {
        var network = Network();
        using var model = OrtModel.OfStep(network);
        model.Proto.Graph.Initializer.Select(tensor => tensor.Name).Should()
            .Contain(Enumerable.Range(0, network.Parameters.Count).Select(network.Parameters.NameOf));
    }

    [Fact]
    public void Names_are_unique_and_plain_and_tell_the_part()
    {
        var cell = new StackedCell(new LtcCell(4, new AutoNeuralCircuitPolicy(12, 3)), new CfcCell(3, 5) { BackboneLayers = 2 });
        using var model = OrtModel.OfSequence(LiquidNetwork.Classifier(cell, classes: 2), Masked);
        var (graph, body) = (model.Proto.Graph, BodyOf(model.Proto.Graph));
        var names = graph.Input.Concat(body.Input).Select(value => value.Name)
            .Concat(graph.Initializer.Concat(body.Initializer).Select(tensor => tensor.Name))
            .Concat(graph.Node.Concat(body.Node).SelectMany(node => node.Output));
        names.Should().OnlyHaveUniqueItems()
            .And.OnlyContain(name => name.All(letter => char.IsAsciiLetterOrDigit(letter) || "._/".Contains(letter)));
        graph.Node.Concat(body.Node).Select(node => node.Name.Split('/')[0]).Distinct().Should()
            .BeSubsetOf(["cell", "readout", "time"]);
    }

    [Fact]
    public void Nothing_is_computed_that_nobody_reads()
    {
        var cell = new StackedCell(new LtcCell(4, new AutoNeuralCircuitPolicy(12, 3)), new CfcCell(3, 5));
        using var model = OrtModel.OfSequence(LiquidNetwork.Classifier(cell, classes: 2), Masked);
        var graphs = new[] { model.Proto.Graph, BodyOf(model.Proto.Graph) };
        var read = graphs.SelectMany(graph => graph.Node.SelectMany(node => node.Input).Concat(graph.Output.Select(output => output.Name)));
        graphs.SelectMany(graph => graph.Node.SelectMany(node => node.Output)).Should().BeSubsetOf(read);
        graphs.SelectMany(graph => graph.Initializer).Select(tensor => tensor.Name).Should().BeSubsetOf(read);
    }

    [Fact]
    public void What_depends_on_inputs_alone_is_computed_before_the_loop()
    {
        using var model = OrtModel.OfSequence(LiquidNetwork.Regressor(new CtRnnCell(4, 6), outputs: 1));
        model.Proto.Graph.Node.Should().Contain(node => node.Input.Contains("W_in"));
        var body = BodyOf(model.Proto.Graph);
        body.Node.Should().NotContain(node => node.Input.Contains("W_in")).And.Contain(node => node.Input.Contains("W_hid"));
        body.Initializer.Select(tensor => tensor.Name).Should().Contain("W_hid", "a loop is not handed at every step what stays the same");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Parameters_that_are_not_finite_are_refused(float value)
    {
        var network = Network();
        network.Parameters["ff2.bias"].Values[3] = value;
        using var stream = new MemoryStream();
        foreach (var write in (Action[])[() => OnnxExporter.WriteStep(network, stream), () => OnnxExporter.WriteSequence(network, stream)])
            write.Should().Throw<ArgumentException>().WithMessage("Parameter 'ff2.bias' holds *at position 3; only finite*");
        stream.Length.Should().Be(0);
    }

    [Fact]
    public void A_network_that_was_loaded_is_exported_alike()
    {
        var network = LiquidNetwork.Regressor(new LtcCell(3, new AutoNeuralCircuitPolicy(9, 2)), outputs: 2);
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        using var model = OrtModel.OfSequence(LiquidNetwork.Load(file));
        var batch = Batch.Draw(network, seed: 1, count: 2, steps: 4, longestTimespan: 1);
        model.Run(batch).ShouldAgreeWith(Outcome.Of(network, batch));
    }

    [Fact]
    public void A_step_of_both_directions_is_refused()
    {
        var network = LiquidNetwork.Classifier(new Bidirectional(new CfcCell(2, 3), new CfcCell(2, 3, seed: 1)), classes: 2);
        network.Invoking(both => OnnxExporter.WriteStep(both, Stream.Null))
            .Should().Throw<ArgumentException>().WithMessage("'CfC in both directions' reads each sequence from its end*sequences*");
    }

    [Fact]
    public void A_step_takes_no_mask() => Network().Invoking(network => OnnxExporter.WriteStep(network, Stream.Null, Masked))
        .Should().Throw<ArgumentException>().WithMessage("A model of one step takes no mask*");

    [Fact]
    public void A_timespan_has_to_be_one_that_the_network_takes()
    {
        var network = LiquidNetwork.Regressor(new CtRnnCell(2, 3) { Solver = Euler.Instance, Unfolds = 1 }, outputs: 1);
        network.Invoking(_ => OnnxExporter.WriteStep(network, Stream.Null, new() { Timespan = 1e3f }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("The timespan is refused: timespan 1000 in 1 unfold(s)*");
        foreach (var timespan in (float[])[-1, float.NaN, float.PositiveInfinity])
            timespan.Invoking(value => new OnnxOptions { Timespan = value }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_file_holds_what_a_stream_gets_and_is_replaced_as_a_whole()
    {
        var folder = Directory.CreateTempSubdirectory("liquidnet-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.onnx");
            var network = Network();
            using var stream = new MemoryStream();
            OnnxExporter.WriteSequence(network, stream);
            OnnxExporter.WriteSequence(network, path);
            File.ReadAllBytes(path).Should().Equal(stream.ToArray());

            network.Parameters["ff1.bias"].Values[0] = float.NaN;
            network.Invoking(_ => OnnxExporter.WriteSequence(network, path)).Should().Throw<ArgumentException>();
            File.ReadAllBytes(path).Should().Equal(stream.ToArray());
            folder.GetFiles().Should().ContainSingle();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        var bytes = Enumerable.Range(0, 2).Select(_ =>
        {
            using var stream = new MemoryStream();
            OnnxExporter.WriteSequence(Network(), stream);
            return stream.ToArray();
        }).ToArray();
        bytes[0].Should().Equal(bytes[1]);
    }

    static LiquidNetwork Network() => LiquidNetwork.Classifier(new CfcCell(4, 6, seed: 1), classes: 3, seed: 2);

    static GraphProto BodyOf(GraphProto graph) =>
        graph.Node.Single(node => node.OpType == "Scan").Attribute.Single(attribute => attribute.Name == "body").G;

    static IEnumerable<string> Signatures(IEnumerable<ValueInfoProto> values) =>
        values.Select(value => $"{value.Name} [{string.Join(" x ", value.Type.TensorType.Shape.Dim.Select(Size))}]");

    static string Size(TensorShapeProto.Types.Dimension size) => size.DimParam.Length > 0 ? size.DimParam : $"{size.DimValue}";
}
