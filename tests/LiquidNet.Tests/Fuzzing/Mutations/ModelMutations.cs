using System.Text;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes the description of a model in a safetensors file that stays whole, or the header of the file.</summary>
static class ModelMutations
{
    public static byte[] Apply(byte[] file, Random random)
    {
        if (random.Next(4) == 0)
            return SafetensorsMutations.Apply(file, random);
        using var model = LiquidNet.Storage.SafetensorsFile.Parse(file);
        var writer = new LiquidNet.Storage.SafetensorsWriter();
        foreach (var tensor in model.Tensors)
            writer.Add(tensor.Name, tensor.Type, [.. tensor.Shape], model.ReadBytes(tensor.Name));
        var changed = model.Metadata.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(model.Metadata.Count));
        foreach (var (key, text) in model.Metadata)
        {
            writer.Metadata[key] =
                key == changed ? Encoding.UTF8.GetString(JsonMutations.Apply(Encoding.UTF8.GetBytes(text), random)) : text;
        }

        var memory = new MemoryStream();
        writer.WriteTo(memory);
        return memory.ToArray();
    }
}
