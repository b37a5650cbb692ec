using System.Runtime.InteropServices;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>An ONNX graph under construction; the numbers of the fields are those of the format's definition, onnx.proto.</summary>
sealed class OnnxGraph
{
    const int FloatType = 1, Int64Type = 7;
    const int IntegerAttribute = 2, GraphAttribute = 5;
    const int IrVersion = 8, OperatorSet = 16;

    readonly List<ProtobufMessage> nodes = [];
    readonly List<ProtobufMessage> constants = [];
    readonly List<ProtobufMessage> inputs = [];
    readonly List<ProtobufMessage> outputs = [];
    int names;

    /// <summary>Declares an input; a dimension of -1 is open.</summary>
    public string Input(string name, params int[] shape)
    {
        inputs.Add(ValueInfo(name, shape));
        return name;
    }

    /// <summary>Declares an output; a dimension of -1 is open.</summary>
    public void Output(string name, params int[] shape) => outputs.Add(ValueInfo(name, shape));

    /// <summary>Adds a constant of one number.</summary>
    public string Constant(float value) => Tensor([value]);

    /// <summary>Adds a constant tensor.</summary>
    public string Tensor(ReadOnlySpan<float> values, params int[] shape) => Constant(FloatType, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a constant list of dimensions.</summary>
    public string Axes(long axis) => Constant(Int64Type, MemoryMarshal.AsBytes([axis]), [1]);

    /// <summary>Adds an operator with one result.</summary>
    /// <returns>The name of the result.</returns>
    public string Apply(string type, params string[] operands) => Apply(type, operands, attributes: []);

    /// <summary>Adds an operator with one result and whole numbers as attributes.</summary>
    /// <returns>The name of the result.</returns>
    public string Apply(string type, string[] operands, params (string Name, long Value)[] attributes)
    {
        var result = NewName();
        AddNode(type, operands, [result], attributes.Select(attribute =>
            new ProtobufMessage().Add(1, attribute.Name).Add(3, attribute.Value).Add(20, IntegerAttribute)));
        return result;
    }

    /// <summary>Gives a value the name of an output.</summary>
    public void Name(string value, string name) => AddNode("Identity", [value], [name], []);

    /// <summary>Runs a body over time: its first input is a state, its second the input of a step; so are its outputs.</summary>
    public void Scan(OnnxGraph body, string state, string sequence, string lastState, string results) => AddNode(
        "Scan",
        [state, sequence],
        [lastState, results],
        [
            new ProtobufMessage().Add(1, "num_scan_inputs").Add(3, 1).Add(20, IntegerAttribute),
            new ProtobufMessage().Add(1, "body").Add(6, body.Graph()).Add(20, GraphAttribute),
        ]);

    /// <summary>The finished model.</summary>
    public byte[] ToModel() => new ProtobufMessage()
        .Add(1, IrVersion)
        .Add(2, "LiquidNet.PeerBenchmarks")
        .Add(7, Graph())
        .Add(8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet))
        .ToArray();

    ProtobufMessage Graph() => new ProtobufMessage().Add(1, nodes).Add(2, "graph").Add(5, constants).Add(11, inputs).Add(12, outputs);

    void AddNode(string type, string[] operands, string[] results, IEnumerable<ProtobufMessage> attributes)
    {
        var node = new ProtobufMessage();
        foreach (var operand in operands)
            node.Add(1, operand);
        foreach (var result in results)
            node.Add(2, result);
        nodes.Add(node.Add(4, type).Add(5, attributes));
    }

    string Constant(int type, ReadOnlySpan<byte> bytes, int[] shape)
    {
        var name = NewName();
        var tensor = new ProtobufMessage();
        foreach (var size in shape)
            tensor.Add(1, size);
        constants.Add(tensor.Add(2, type).Add(8, name).Add(9, bytes));
        return name;
    }

    string NewName() => $"v{names++}";

    static ProtobufMessage ValueInfo(string name, int[] shape)
    {
        var dimensions = shape.Select(size => size < 0 ? new ProtobufMessage().Add(2, "batch") : new ProtobufMessage().Add(1, size));
        var tensor = new ProtobufMessage().Add(1, FloatType).Add(2, new ProtobufMessage().Add(1, dimensions));
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}
