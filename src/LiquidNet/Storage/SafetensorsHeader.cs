using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiquidNet.Storage;

/// <summary>The header of a safetensors file: every rule of the format is checked before anything else is read.</summary>
/// <remarks>
/// A file is 8 bytes of header length, little-endian; the header, a JSON object; then the tensors' bytes without a gap:
/// <c>{"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}</c>.
/// </remarks>
sealed class SafetensorsHeader
{
    /// <summary>The longest header that the reference implementation reads, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>Bytes before the header.</summary>
    public const int PrefixLength = sizeof(ulong);

    const string MetadataKey = "__metadata__";
    const int Depth = 3;

    /// <summary>Texts within texts stay short: a quotation mark is escaped by one character, not by five.</summary>
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string file;
    readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    readonly Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);

    SafetensorsHeader(string file) => this.file = file;

    /// <summary>Texts about the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; private set; } = [];

    /// <summary>Finds out how long the header is.</summary>
    /// <param name="file">What the file is called in messages.</param>
    /// <param name="prefix">The first bytes of the file, at most <see cref="PrefixLength"/>.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <exception cref="InvalidDataException">The file is too short, or the header longer than the file or the format allows.</exception>
    public static int LengthOf(string file, ReadOnlySpan<byte> prefix, long fileLength)
    {
        if (fileLength < PrefixLength)
        {
            throw Broken(
                file, $"a safetensors file begins with the {PrefixLength} bytes of its header's length, but it has {fileLength} bytes");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength)
            throw Broken(file, $"its header would be {length} bytes long; at most {MaxLength} are allowed (is it a safetensors file?)");
        return (long)length <= fileLength - PrefixLength
            ? (int)length
            : throw Broken(file, $"its header of {length} bytes does not end within the file of {fileLength} bytes");
    }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="file">What the file is called in messages.</param>
    /// <param name="header">The header's bytes.</param>
    /// <param name="bufferLength">Bytes behind the header.</param>
    /// <exception cref="InvalidDataException">A rule of the format is broken; the message says which, and by which tensor.</exception>
    public static SafetensorsHeader Parse(string file, ReadOnlySpan<byte> header, long bufferLength)
    {
        var result = new SafetensorsHeader(file);
        if (header.IsEmpty || header[0] != (byte)'{')
            throw Broken(file, "its header does not begin with '{'");
        try
        {
            var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = Depth });
            result.ReadEntries(ref reader);
            if (reader.Read())
                throw Broken(file, "something follows the header's JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new InvalidDataException($"{file}: its header is not valid JSON of the format: {exception.Message}", exception);
        }

        result.CheckOrder(bufferLength);
        return result;
    }

    void ReadEntries(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Broken(file, $"entry '{name}' is not an object");
            if (name != MetadataKey)
                ReadTensor(ref reader, name);
            else if (metadata.Count == 0)
                ReadMetadata(ref reader);
            else
                throw Broken(file, $"it has '{MetadataKey}' twice");
        }
    }

    void ReadMetadata(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Broken(file, $"metadata '{key}' is not a text");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw Broken(file, $"metadata '{key}' stands there twice");
        }
    }

    void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            if (key == "dtype" && type is null && reader.TokenType == JsonTokenType.String)
                type = reader.GetString();
            else if (key == "shape" && shape is null)
                shape = ReadSizes(ref reader, name, key);
            else if (key == "data_offsets" && offsets is null)
                offsets = ReadSizes(ref reader, name, key);
            else
                throw Broken(file, $"tensor '{name}' has an entry '{key}' that is unknown, of another kind than expected, or there twice");
        }

        if (type is null || shape is null || offsets is not [var start, var end])
            throw Broken(file, $"tensor '{name}' needs a dtype, a shape, and two data_offsets");
        var known = TensorTypes.Named(type) ?? throw Broken(file, $"tensor '{name}' has dtype '{type}'; known are {TensorTypes.Names}");
        if (!tensors.TryAdd(name, new StoredTensor(name, known, shape, start, CheckedLength(name, known, shape, start, end))))
            throw Broken(file, $"it has two tensors '{name}'");
    }

    long[] ReadSizes(ref Utf8JsonReader reader, string name, string key)
    {
        var sizes = new List<long>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Broken(file, $"tensor '{name}': {key} is not an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var size) || size < 0)
                throw Broken(file, $"tensor '{name}': {key} holds something else than whole numbers from 0 to {long.MaxValue}");
            sizes.Add(size);
        }

        return [.. sizes];
    }

    long CheckedLength(string name, TensorType type, long[] shape, long start, long end)
    {
        Int128 needed = type.Bytes;
        foreach (var size in shape)
        {
            needed *= size;
            if (needed > long.MaxValue)
                throw Broken(file, $"tensor '{name}' of shape [{string.Join(" x ", shape)}] has more bytes than can be counted");
        }

        return end - start == needed
            ? (long)needed
            : throw Broken(
                file, $"tensor '{name}' {type.StoredName} [{string.Join(" x ", shape)}] needs {needed} bytes, " +
                $"but its data_offsets are {start} to {end}");
    }

    /// <summary>The tensors have to cover what follows the header exactly: no gap, no overlap, nothing left.</summary>
    void CheckOrder(long bufferLength)
    {
        Tensors = [.. tensors.Values.OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.ByteCount)];
        var end = 0L;
        foreach (var tensor in Tensors)
        {
            if (tensor.Start != end)
            {
                throw Broken(
                    file,
                    $"tensor '{tensor.Name}' begins at byte {tensor.Start}, where byte {end} was expected: " +
                    "tensors leave no gap and do not overlap");
            }

            end += tensor.ByteCount;
        }

        if (end != bufferLength)
            throw Broken(file, $"its tensors take {end} bytes, but {bufferLength} follow the header");
    }

    /// <summary>Writes prefix and header, padded with spaces to a multiple of 8 bytes.</summary>
    /// <exception cref="InvalidOperationException">The header would be longer than the format allows.</exception>
    public static byte[] Write(IReadOnlyDictionary<string, string> metadata, IEnumerable<StoredTensor> tensors)
    {
        using var memory = new MemoryStream();
        memory.Write(stackalloc byte[PrefixLength]);
        using (var writer = new Utf8JsonWriter(memory, Options))
        {
            writer.WriteStartObject();
            if (metadata.Count > 0)
                WriteMetadata(writer, metadata);
            foreach (var tensor in tensors)
                WriteTensor(writer, tensor);
            writer.WriteEndObject();
        }

        while (memory.Length % PrefixLength != 0)
            memory.WriteByte((byte)' ');
        var bytes = memory.ToArray();
        if (bytes.Length - PrefixLength > MaxLength)
            throw new InvalidOperationException($"The header takes {bytes.Length - PrefixLength} bytes; the format allows {MaxLength}.");
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - PrefixLength);
        return bytes;
    }

    static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> metadata)
    {
        writer.WriteStartObject(MetadataKey);
        foreach (var (key, text) in metadata)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }

    static void WriteTensor(Utf8JsonWriter writer, StoredTensor tensor)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", tensor.Type.StoredName);
        writer.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(tensor.Start);
        writer.WriteNumberValue(tensor.Start + tensor.ByteCount);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static InvalidDataException Broken(string file, string what) => new($"{file}: {what}.");
}
