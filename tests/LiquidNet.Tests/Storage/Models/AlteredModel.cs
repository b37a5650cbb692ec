using System.Text.Json.Nodes;
using LiquidNet.Storage;

namespace LiquidNet.Tests.Storage.Models;

/// <summary>A model file whose description and tensors a test changes before it is loaded.</summary>
sealed class AlteredModel
{
    readonly SortedDictionary<string, (TensorType Type, long[] Shape, byte[] Bytes)> tensors = new(StringComparer.Ordinal);

    public AlteredModel(byte[] file)
    {
        var read = SafetensorsFile.Parse(file);
        Text = read.Metadata["liquidnet"];
        foreach (var tensor in read.Tensors)
            tensors.Add(tensor.Name, (tensor.Type, [.. tensor.Shape], read.ReadBytes(tensor.Name)));
    }

    /// <summary>The description; null leaves it out.</summary>
    public string? Text { get; set; }

    /// <summary>Changes the description.</summary>
    public AlteredModel With(Action<JsonNode> change)
    {
        var model = JsonNode.Parse(Text!)!;
        change(model);
        Text = model.ToJsonString();
        return this;
    }

    public AlteredModel WithTensor(string name, params float[] values) => WithTensor(name, [values.Length], values);

    public AlteredModel WithTensor(string name, long[] shape, params float[] values) =>
        WithTensor(name, TensorType.F32, shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    public AlteredModel WithTensor(string name, TensorType type, long[] shape, byte[] bytes)
    {
        tensors[name] = (type, shape, bytes);
        return this;
    }

    public AlteredModel WithoutTensor(string name)
    {
        tensors.Remove(name);
        return this;
    }

    public LiquidNetwork Load()
    {
        var writer = new SafetensorsWriter();
        if (Text is not null)
            writer.Metadata.Add("liquidnet", Text);
        foreach (var (name, (type, shape, bytes)) in tensors)
            writer.Add(name, type, shape, bytes);
        var memory = new MemoryStream();
        writer.WriteTo(memory);
        return memory.ToArray().ToNetwork();
    }
}
