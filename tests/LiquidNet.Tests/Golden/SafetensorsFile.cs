using System.Buffers.Binary;
using System.Text.Json;

namespace LiquidNet.Tests.Golden;

/// <summary>
/// The tensors of a safetensors file, widened to <c>double</c> or <c>long</c>. Independent of the library's own reader, so that
/// a fault in that reader cannot hide in the numbers it is tested with.
/// </summary>
public sealed class SafetensorsFile
{
    readonly string path;
    readonly byte[] bytes;
    readonly Dictionary<string, Entry> entries = [];

    SafetensorsFile(string path)
    {
        this.path = path;
        bytes = File.ReadAllBytes(path);
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var data = sizeof(long) + headerLength;
        using var header = JsonDocument.Parse(bytes.AsMemory(sizeof(long), headerLength));

        foreach (var property in header.RootElement.EnumerateObject())
        {
            if (property.NameEquals("__metadata__"))
            {
                Metadata = property.Value.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!);
                continue;
            }

            var type = property.Value.GetProperty("dtype").GetString()!;
            var shape = property.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()).ToArray();
            var offsets = property.Value.GetProperty("data_offsets");
            var (start, end) = (data + offsets[0].GetInt32(), data + offsets[1].GetInt32());
            var expected = shape.Aggregate(1, (product, d) => product * d) * ItemSize(type);
            if (end - start != expected || end > bytes.Length)
                throw Broken($"tensor '{property.Name}' occupies bytes {start}..{end} of {bytes.Length} but needs {expected}");
            entries.Add(property.Name, new Entry(type, shape, start));
        }
    }

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    public IReadOnlyCollection<string> Names => entries.Keys;

    public static SafetensorsFile Read(string path) => new(path);

    public bool Contains(string name) => entries.ContainsKey(name);

    public IReadOnlyList<int> Shape(string name) => Find(name).Shape;

    public string Type(string name) => Find(name).Type;

    /// <summary>The elements of any tensor in row-major order, except 64-bit integers, which a double cannot hold.</summary>
    public double[] Doubles(string name)
    {
        var entry = Find(name);
        return entry.Type switch
        {
            "F64" => Elements(entry, BinaryPrimitives.ReadDoubleLittleEndian),
            "F32" => Elements(entry, item => (double)BinaryPrimitives.ReadSingleLittleEndian(item)),
            "I64" or "U64" => throw Broken($"tensor '{name}' is {entry.Type}; read it with {nameof(Integers)}"),
            _ => Array.ConvertAll(Integers(name), integer => (double)integer),
        };
    }

    /// <summary>The elements of an integer tensor in row-major order; U64 keeps its bits, so values from 2^63 read as negative.</summary>
    public long[] Integers(string name)
    {
        var entry = Find(name);
        return entry.Type switch
        {
            "I8" => Elements(entry, item => (long)(sbyte)item[0]),
            "I32" => Elements(entry, item => (long)BinaryPrimitives.ReadInt32LittleEndian(item)),
            "U32" => Elements(entry, item => (long)BinaryPrimitives.ReadUInt32LittleEndian(item)),
            "I64" or "U64" => Elements(entry, BinaryPrimitives.ReadInt64LittleEndian),
            _ => throw Broken($"tensor '{name}' is {entry.Type}; read it with {nameof(Doubles)}"),
        };
    }

    T[] Elements<T>(Entry entry, Reader<T> read)
    {
        var size = ItemSize(entry.Type);
        var elements = new T[entry.Shape.Aggregate(1, (product, d) => product * d)];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = read(bytes.AsSpan(entry.Start + i * size, size));
        return elements;
    }

    Entry Find(string name) => entries.TryGetValue(name, out var entry)
        ? entry
        : throw Broken($"no tensor '{name}'; it holds {string.Join(", ", entries.Keys)}");

    int ItemSize(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "I8" => 1,
        _ => throw Broken($"unknown type '{type}'"),
    };

    InvalidDataException Broken(string what) => new($"{Path.GetFileName(path)}: {what}.");

    delegate T Reader<T>(ReadOnlySpan<byte> item);

    sealed record Entry(string Type, int[] Shape, int Start);
}
