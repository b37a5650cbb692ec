using LiquidNet.Checks;
using LiquidNet.Files;

namespace LiquidNet.Storage;

/// <summary>Collects tensors and writes them as a safetensors file.</summary>
/// <remarks>
/// The same tensors give the same bytes, in whatever order they were added: tensors are sorted by element size, largest first, and then by
/// name in ordinal order, so that each is aligned.
/// </remarks>
public sealed class SafetensorsWriter
{
    const int ChunkElements = 1 << 14;

    readonly Dictionary<string, Content> contents = new(StringComparer.Ordinal);

    /// <summary>The metadata of the file, written in ordinal order of the keys.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds a tensor of numbers.</summary>
    /// <param name="name">The name, unique within the file and not <c>__metadata__</c>.</param>
    /// <param name="shape">Sizes of the dimensions, slowest first; empty for a single number.</param>
    /// <param name="values">The elements, row-major; kept, not copied.</param>
    /// <param name="type">F32 (exact, the default), F64 (exact), F16 or BF16: each number is rounded to the nearest of the type.</param>
    /// <exception cref="ArgumentException">The name is taken, the shape does not hold the values, the type is none of these, or a finite
    /// number is too large for it.</exception>
    public void Add(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<float> values, TensorType type = TensorType.F32)
    {
        if (!TensorElements.CanWrite(type))
            throw new ArgumentException($"Numbers are written as F32, F64, F16 or BF16, not as {type.StoredName}.", nameof(type));
        Check(name, shape, values.Length);
        var content = new Content(type, shape.ToArray(), values, default);
        if (type is TensorType.F16 or TensorType.BF16)
            content.CheckRange(name);
        contents.Add(name, content);
    }

    /// <summary>Adds a tensor of any type, given as bytes.</summary>
    /// <param name="name">The name, unique within the file and not <c>__metadata__</c>.</param>
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">Sizes of the dimensions, slowest first; empty for a single number.</param>
    /// <param name="bytes">The elements, little-endian and row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not hold the elements.</exception>
    public void Add(string name, TensorType type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length % type.Bytes != 0)
            throw new ArgumentException($"{bytes.Length} bytes are no whole number of elements of {type.Bytes} bytes.", nameof(bytes));
        Check(name, shape, bytes.Length / type.Bytes);
        contents.Add(name, new Content(type, shape.ToArray(), default, bytes));
    }

    /// <summary>Writes the file to a stream.</summary>
    /// <exception cref="InvalidOperationException">The header would be longer than the format allows.</exception>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Header(out var order));
        foreach (var name in order)
        {
            foreach (var bytes in contents[name].Chunks())
                stream.Write(bytes.Span);
        }
    }

    /// <summary>Writes the file to a stream.</summary>
    /// <exception cref="InvalidOperationException">The header would be longer than the format allows.</exception>
    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await stream.WriteAsync(Header(out var order), cancellationToken).ConfigureAwait(false);
        foreach (var name in order)
        {
            foreach (var bytes in contents[name].Chunks())
                await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the file to disk, where it replaces an old one only when it is complete and flushed.</summary>
    /// <exception cref="InvalidOperationException">The header would be longer than the format allows.</exception>
    public void Save(string path) => AtomicFile.Write(path, WriteTo);

    /// <summary>Writes the file to disk, where it replaces an old one only when it is complete and flushed.</summary>
    /// <exception cref="InvalidOperationException">The header would be longer than the format allows.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        AtomicFile.WriteAsync(path, stream => WriteToAsync(stream, cancellationToken));

    void Check(string name, ReadOnlySpan<long> shape, int elements)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "__metadata__" || contents.ContainsKey(name))
            throw new ArgumentException($"The name '{name}' is taken.", nameof(name));
        Require.WholeCharacters(name, $"The name '{name}'", nameof(name));
        Int128 count = 1;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = Int128.Min(count * size, long.MaxValue);
        }

        if (count != elements)
        {
            throw new ArgumentException(
                $"Tensor '{name}' of shape [{string.Join(" x ", shape.ToArray())}] does not hold {elements} elements.", nameof(shape));
        }
    }

    byte[] Header(out string[] order)
    {
        order = [.. contents.Keys.OrderByDescending(name => contents[name].Type.Bytes).ThenBy(name => name, StringComparer.Ordinal)];
        var tensors = new List<StoredTensor>();
        var start = 0L;
        foreach (var name in order)
        {
            var content = contents[name];
            tensors.Add(new StoredTensor(name, content.Type, content.Shape, start, content.ByteCount));
            start += content.ByteCount;
        }

        return SafetensorsHeader.Write(new Dictionary<string, string>(Metadata), tensors);
    }

    /// <summary>A tensor to be written: numbers, or bytes as they are.</summary>
    sealed record Content(TensorType Type, long[] Shape, ReadOnlyMemory<float> Values, ReadOnlyMemory<byte> Raw)
    {
        public long ByteCount => Raw.Length + (long)Values.Length * Type.Bytes;

        public void CheckRange(string name)
        {
            Span<byte> bytes = stackalloc byte[Type.Bytes];
            for (var index = 0; index < Values.Length; index++)
            {
                if (TensorElements.Write(Type, Values.Span.Slice(index, 1), bytes) >= 0)
                    throw new ArgumentException($"Element {index} of tensor '{name}' is too large for {Type.StoredName}.", nameof(name));
            }
        }

        public IEnumerable<ReadOnlyMemory<byte>> Chunks()
        {
            if (Raw.Length > 0)
                yield return Raw;
            var bytes = new byte[Math.Min(ChunkElements, Values.Length) * Type.Bytes];
            for (var first = 0; first < Values.Length; first += ChunkElements)
            {
                var count = Math.Min(ChunkElements, Values.Length - first);
                TensorElements.Write(Type, Values.Span.Slice(first, count), bytes);
                yield return bytes.AsMemory(0, count * Type.Bytes);
            }
        }
    }
}
