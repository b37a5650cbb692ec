using System.Buffers.Binary;
using System.Text.Json;
using LiquidNet.Storage;

namespace LiquidNet.Online.Files;

/// <summary>Writes the state of a learner: counts as JSON, numbers as tensors.</summary>
sealed class LearnerStateWriter(Utf8JsonWriter json, SafetensorsWriter tensors) : ILearnerState
{
    public bool IsRead => false;

    public long Count(string name, long value, long most = long.MaxValue)
    {
        json.WriteNumber(name, value);
        return value;
    }

    public bool Flag(string name, bool value)
    {
        json.WriteBoolean(name, value);
        return value;
    }

    public void Expect(string name, long count)
    {
    }

    public void Values(string name, Span<float> values, bool mayBeMissing = false)
    {
        if (values.Length > 0)
            tensors.Add(LearnerFile.Prefix + name, [values.Length], values.ToArray());
    }

    public void Values(string name, Span<double> values, bool mayBeInfinite = false)
    {
        var bytes = new byte[checked(sizeof(double) * values.Length)];
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(sizeof(double) * index), values[index]);
        tensors.Add(LearnerFile.Prefix + name, TensorType.F64, [values.Length], bytes);
    }
}
