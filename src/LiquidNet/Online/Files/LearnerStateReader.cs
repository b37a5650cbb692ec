using System.Buffers.Binary;
using LiquidNet.Storage;
using LiquidNet.Storage.Models;

namespace LiquidNet.Online.Files;

/// <summary>Reads what <see cref="LearnerStateWriter"/> wrote, and believes nothing of it before it is checked.</summary>
/// <param name="place">The counts.</param>
/// <param name="tensors">The numbers.</param>
/// <param name="file">Where both are.</param>
sealed class LearnerStateReader(JsonPlace place, TensorReader tensors, SafetensorsFile file) : ILearnerState
{
    public bool IsRead => true;

    public long Count(string name, long value, long most = long.MaxValue) => place[name].Long(0) is var count && count <= most
        ? count
        : throw place[name].Fault($"it can be {most} at most");

    public bool Flag(string name, bool value) => place[name].Flag();

    public void Expect(string name, long count)
    {
        if (!file.TryGet(LearnerFile.Prefix + name, out var tensor) || tensor.Count != count)
            throw Unfit(name, count);
    }

    public void Values(string name, Span<float> values, bool mayBeMissing = false)
    {
        if (values.Length == 0)
            return;
        Expect(name, values.Length);
        var (_, stored) = tensors.Take(place, LearnerFile.Prefix + name, TensorType.F32);
        if (!Array.TrueForAll(stored, value => float.IsFinite(value) || (mayBeMissing && float.IsNaN(value))))
            throw Unfit(name, values.Length);
        stored.CopyTo(values);
    }

    public void Values(string name, Span<double> values, bool mayBeInfinite = false)
    {
        Expect(name, values.Length);
        var bytes = tensors.TakeBytes(place, LearnerFile.Prefix + name, TensorType.F64);
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(sizeof(double) * index));
            if (!double.IsFinite(values[index]) && !(mayBeInfinite && double.IsPositiveInfinity(values[index])))
                throw Unfit(name, values.Length);
        }
    }

    InvalidDataException Unfit(string name, long count) =>
        place.Fault($"tensor '{LearnerFile.Prefix}{name}' does not hold {count} finite numbers");
}
