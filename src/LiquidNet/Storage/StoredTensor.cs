namespace LiquidNet.Storage;

/// <summary>The description of a tensor in a file: name, type and shape.</summary>
public sealed class StoredTensor
{
    internal StoredTensor(string name, TensorType type, long[] shape, long start, long byteCount)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Start = start;
        ByteCount = byteCount;
    }

    /// <summary>The name, unique within a file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public TensorType Type { get; }

    /// <summary>The sizes of its dimensions, slowest first; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many elements there are: the product of the sizes, 1 for a single number.</summary>
    public long Count => ByteCount / Type.Bytes;

    /// <summary>How many bytes the elements take.</summary>
    public long ByteCount { get; }

    /// <summary>The first byte, counted from the end of the header.</summary>
    internal long Start { get; }

    /// <summary>Name, type and shape, such as <c>ff1.weight F32 [64 x 96]</c>.</summary>
    public override string ToString() => $"{Name} {Type.StoredName} [{string.Join(" x ", Shape)}]";
}
