using System.Globalization;
using Google.Protobuf.Collections;
using Onnx;
using ElementType = Onnx.TensorProto.Types.DataType;

namespace LiquidNet.Onnx.Graphs;

/// <summary>A graph under construction: nodes in the order of computing, of which equal ones are written once.</summary>
sealed class Graph
{
    readonly GraphProto proto = new();
    readonly NameSet names;
    readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> outputs = new(StringComparer.Ordinal);

    /// <summary>Creates the graph of a model.</summary>
    public Graph(string name)
        : this(name, new NameSet())
    {
    }

    Graph(string name, NameSet names)
    {
        proto.Name = name;
        this.names = names;
    }

    /// <summary>What nodes belong to from now on: it stands before their names.</summary>
    public string Section { get; set; } = "";

    /// <summary>Creates a graph that runs within this one.</summary>
    public Graph CreateBody(string name) => new(name, names);

    /// <summary>Declares an input.</summary>
    /// <returns>Its name.</returns>
    public string Input(string name, TypeProto type, string meaning = "")
    {
        name = names.Take(name);
        proto.Input.Add(new ValueInfoProto { Name = name, Type = type, DocString = meaning });
        return name;
    }

    /// <summary>Declares a value as an output; where a node computed it, it takes the output's name. It comes after all nodes.</summary>
    public void Output(string name, string value, TypeProto type, string meaning = "")
    {
        name = names.Take(name);
        proto.Output.Add(new ValueInfoProto { Name = name, Type = type, DocString = meaning });
        if (!outputs.ContainsKey(value) && proto.Node.Any(node => node.Output.Contains(value)))
            Rename(value, name);
        else
            Add("Identity", [outputs.GetValueOrDefault(value, value)], [name], []);
        outputs.TryAdd(value, name);
    }

    /// <summary>A constant tensor.</summary>
    /// <param name="name">What it is called, if nothing else is.</param>
    /// <param name="values">The elements, the last axis fastest.</param>
    /// <param name="shape">The size of each axis.</param>
    /// <param name="meaning">How it came about.</param>
    public string Tensor(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape, string meaning = "") =>
        Add(new TensorProto { DataType = (int)ElementType.Float, FloatData = { values.ToArray() } }, name, shape, meaning);

    /// <summary>A constant number.</summary>
    public string Number(float value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return Once($"number {text}", () => Tensor($"number/{text}", [value], []));
    }

    /// <summary>A constant list of positions or sizes, or a table of them.</summary>
    public string Indices(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape)
    {
        var key = $"indices {string.Join(' ', values.ToArray())} in {string.Join(' ', shape.ToArray())}";
        if (!known.TryGetValue(key, out var indices))
        {
            var tensor = new TensorProto { DataType = (int)ElementType.Int64, Int64Data = { values.ToArray() } };
            known.Add(key, indices = Add(tensor, name, shape.IsEmpty ? [values.Length] : shape, meaning: ""));
        }

        return indices;
    }

    /// <summary>A node with one result.</summary>
    /// <returns>The name of the result.</returns>
    public string Apply(string type, params string[] operands) => Apply(type, operands, attributes: []);

    /// <summary>A node with one result.</summary>
    /// <returns>The name of the result.</returns>
    public string Apply(string type, string[] operands, params AttributeProto[] attributes)
    {
        var key = $"{type}({string.Join(", ", operands)}) {string.Join(' ', attributes.Select(attribute => attribute.ToString()))}";
        return Once(key, () => Apply(type, operands, results: 1, attributes)[0]);
    }

    /// <summary>A node with several results.</summary>
    /// <returns>The names of the results.</returns>
    public string[] Apply(string type, string[] operands, int results, params AttributeProto[] attributes)
    {
        var name = NameOf(type);
        string[] outputs = results == 1 ? [name] : [.. Enumerable.Range(0, results).Select(_ => names.Number($"{name}/result"))];
        Add(type, operands, outputs, attributes, name);
        return outputs;
    }

    /// <summary>The finished graph.</summary>
    public GraphProto ToProto(string meaning = "")
    {
        proto.DocString = meaning;
        return proto;
    }

    void Add(string type, string[] operands, string[] results, AttributeProto[] attributes, string? name = null)
    {
        var node = new NodeProto { OpType = type, Name = name ?? NameOf(type) };
        node.Input.Add(operands);
        node.Output.Add(results);
        node.Attribute.Add(attributes);
        proto.Node.Add(node);
    }

    string Add(TensorProto tensor, string name, ReadOnlySpan<long> shape, string meaning)
    {
        tensor.Name = names.Take(name);
        tensor.Dims.Add(shape.ToArray());
        tensor.DocString = meaning;
        proto.Initializer.Add(tensor);
        return tensor.Name;
    }

    string NameOf(string type) => names.Number(Section.Length == 0 ? type : $"{Section}/{type}");

    string Once(string key, Func<string> create)
    {
        if (!known.TryGetValue(key, out var name))
            known.Add(key, name = create());
        return name;
    }

    void Rename(string value, string name)
    {
        foreach (var node in proto.Node)
        {
            Rename(node.Input, value, name);
            Rename(node.Output, value, name);
        }
    }

    static void Rename(RepeatedField<string> values, string value, string name)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] == value)
                values[index] = name;
        }
    }
}
