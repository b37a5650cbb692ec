using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LiquidNet.Checks;
using Microsoft.Win32.SafeHandles;

namespace LiquidNet.Storage;

/// <summary>A safetensors file, opened for reading: named tensors and metadata, in the format of Hugging Face.</summary>
/// <remarks>
/// <para>The header is checked when a file is opened; a file that breaks a rule of the format is refused before memory is allocated for its
/// tensors. Elements are read from disk on demand, so a large file costs no more than what is used of it. If the file is truncated
/// meanwhile, reading throws, whereas a memory-mapped file would end the process.</para>
/// <para>Several threads may read at once.</para>
/// <para>Format: github.com/huggingface/safetensors, version 0.4 and later.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SafetensorsFile : IDisposable
{
    const int ChunkBytes = 1 << 16;

    readonly SafeFileHandle? handle;
    readonly ReadOnlyMemory<byte> memory;
    readonly long bufferStart;
    readonly Dictionary<string, StoredTensor> byName;

    SafetensorsFile(string name, SafeFileHandle? handle, ReadOnlyMemory<byte> memory)
    {
        Name = name;
        this.handle = handle;
        this.memory = memory;
        var length = handle is null ? memory.Length : RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        ReadAt(0, prefix[..(int)Math.Min(prefix.Length, length)]);
        var header = new byte[SafetensorsHeader.LengthOf(name, prefix, length)];
        ReadAt(prefix.Length, header);
        bufferStart = prefix.Length + header.Length;
        var parsed = SafetensorsHeader.Parse(name, header, length - bufferStart);
        Metadata = parsed.Metadata;
        Tensors = parsed.Tensors;
        byName = Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The metadata of the file; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <summary>The name of the file in messages.</summary>
    internal string Name { get; }

    /// <summary>The tensor with a given name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor; the message lists those that exist.</exception>
    public StoredTensor this[string tensor] => TryGet(tensor, out var found)
        ? found
        : throw new KeyNotFoundException($"{Name}: no tensor is named '{tensor}'; there are: {string.Join(", ", byName.Keys)}.");

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; the message says which.</exception>
    public static SafetensorsFile Open(string path)
    {
        CheckPath(path);
        var handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return new SafetensorsFile(path, handle, default);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file from memory.</summary>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <exception cref="InvalidDataException">The bytes break a rule of the format; the message says which.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes) => Parse(bytes, "safetensors");

    /// <summary>Reads a file at a path into memory.</summary>
    internal static async Task<SafetensorsFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        CheckPath(path);
        return Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), path);
    }

    /// <summary>Refuses a folder, which would be refused as if access to it were denied.</summary>
    internal static void CheckPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; give the file in it.");
    }

    /// <summary>Reads a file from memory, with a name for messages.</summary>
    internal static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string name) => new(name, null, bytes);

    /// <summary>Reads a file from a stream, to its end.</summary>
    /// <param name="stream">The stream, which is read from its present position to its end.</param>
    /// <exception cref="InvalidDataException">The bytes break a rule of the format; the message says which.</exception>
    public static SafetensorsFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Parse(memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    /// <summary>Reads a file from a stream, to its end.</summary>
    /// <param name="stream">The stream, which is read from its present position to its end.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">The bytes break a rule of the format; the message says which.</exception>
    public static async Task<SafetensorsFile> ReadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var memory = new MemoryStream();
        await stream.CopyToAsync(memory, cancellationToken).ConfigureAwait(false);
        return Parse(memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    /// <summary>Looks for the tensor with a given name.</summary>
    /// <returns>Whether there is such a tensor.</returns>
    public bool TryGet(string tensor, [MaybeNullWhen(false)] out StoredTensor found) => byName.TryGetValue(tensor, out found);

    /// <summary>Reads the elements of a tensor in single precision, in row-major order, as in the file.</summary>
    /// <remarks>
    /// F32, F16, BF16, BOOL and integers of up to 16 bits are read exactly; F64 is rounded to nearest. NaN and infinities are kept. All
    /// other types are refused; read their bytes instead.
    /// </remarks>
    /// <param name="tensor">The name of a tensor of this file.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="InvalidDataException">The type is not one of these, the tensor has more elements than an array can hold, or a
    /// finite F64 lies outside the range of single precision.</exception>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public float[] ReadValues(string tensor)
    {
        var stored = this[tensor];
        if (stored.Count > Array.MaxLength)
            throw new InvalidDataException($"{Name}: tensor {stored} has more elements than an array can hold.");
        var values = new float[stored.Count];
        ReadValues(tensor, values);
        return values;
    }

    /// <summary>Reads the elements of a tensor into memory of the caller; see <see cref="ReadValues(string)"/>.</summary>
    /// <param name="tensor">The name of a tensor of this file.</param>
    /// <param name="values">Receives the elements; as long as there are elements.</param>
    /// <exception cref="ArgumentException">The memory holds another number of values.</exception>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="InvalidDataException">The type cannot be read as numbers, or a finite F64 lies outside the range of single
    /// precision.</exception>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public void ReadValues(string tensor, Span<float> values)
    {
        var stored = this[tensor];
        if (values.Length != stored.Count)
        {
            throw new ArgumentException(
                $"Tensor {stored} has {stored.Count} elements but the memory holds {values.Length}.", nameof(values));
        }

        if (!TensorElements.CanRead(stored.Type))
            throw new InvalidDataException($"{Name}: tensor {stored} cannot be read as numbers of single precision.");
        var bytes = new byte[Math.Min(ChunkBytes, stored.ByteCount)];
        var size = stored.Type.Bytes;
        for (var first = 0; first < values.Length; first += ChunkBytes / size)
        {
            var chunk = values.Slice(first, Math.Min(ChunkBytes / size, values.Length - first));
            var read = bytes.AsSpan(0, chunk.Length * size);
            ReadAt(bufferStart + stored.Start + (long)first * size, read);
            var beyond = TensorElements.Read(stored.Type, read, chunk);
            if (beyond >= 0)
            {
                throw new InvalidDataException(
                    $"{Name}: element {first + beyond} of tensor {stored} lies outside the range of single precision.");
            }
        }
    }

    /// <summary>Reads the bytes of a tensor as stored: little-endian elements, row-major.</summary>
    /// <param name="tensor">The name of a tensor of this file.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="InvalidDataException">The tensor has more bytes than an array can hold.</exception>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public byte[] ReadBytes(string tensor)
    {
        var stored = this[tensor];
        if (stored.ByteCount > Array.MaxLength)
            throw new InvalidDataException($"{Name}: tensor {stored} has more bytes than an array can hold.");
        var bytes = new byte[stored.ByteCount];
        ReadAt(bufferStart + stored.Start, bytes);
        return bytes;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle?.Dispose();

    /// <summary>Name and number of tensors.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Counted.Of(Tensors.Count, "tensor")}");

    void ReadAt(long offset, Span<byte> bytes)
    {
        if (handle is null)
        {
            memory.Span.Slice((int)offset, bytes.Length).CopyTo(bytes);
            return;
        }

        while (bytes.Length > 0)
        {
            var count = RandomAccess.Read(handle, bytes, offset);
            if (count == 0)
                throw new EndOfStreamException($"{Name}: the file has become shorter since it was opened.");
            bytes = bytes[count..];
            offset += count;
        }
    }
}
