using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace LiquidNet.Samples;

/// <summary>An array in numpy's format, version 1: little-endian, row after row.</summary>
sealed partial class NpyFile
{
    const int PrefixLength = 10;

    readonly byte[] content;
    readonly int start;
    readonly string path;
    readonly string type;

    NpyFile(string path)
    {
        this.path = path;
        content = File.ReadAllBytes(path);
        if (content.Length < PrefixLength || !content.AsSpan(1, 5).SequenceEqual("NUMPY"u8) || content[6] != 1)
            throw new InvalidDataException($"'{path}' is expected to be an array of numpy's format, version 1, but is not.");
        start = PrefixLength + BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(8));
        var header = Encoding.ASCII.GetString(content, PrefixLength, Math.Min(start, content.Length) - PrefixLength);
        if (Header().Match(header) is not { Success: true } found)
            throw new InvalidDataException($"'{path}' has the header '{header.Trim()}', which is not that of rows after rows.");
        type = found.Groups["type"].Value;
        Shape = [.. found.Groups["size"].Captures.Select(size => int.Parse(size.Value, CultureInfo.InvariantCulture))];
        var expected = Shape.Aggregate(1L, (product, size) => product * size) * int.Parse(type.AsSpan(2), CultureInfo.InvariantCulture);
        if (content.Length - start != expected)
            throw new InvalidDataException($"'{path}' is expected to hold {expected} bytes of values but holds {content.Length - start}.");
    }

    /// <summary>The sizes.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Opens a file.</summary>
    public static NpyFile Read(string path) => new(path);

    /// <summary>The values of an array of 32-bit floats.</summary>
    public ReadOnlySpan<float> Floats() => Of<float>("<f4");

    /// <summary>The values of an array of bytes or booleans.</summary>
    public ReadOnlySpan<byte> Bytes() => Of<byte>("|b1", "|u1");

    /// <summary>The values of an array of 64-bit integers.</summary>
    public ReadOnlySpan<long> Integers() => Of<long>("<i8");

    ReadOnlySpan<T> Of<T>(params ReadOnlySpan<string> types)
        where T : unmanaged => types.Contains(type)
            ? MemoryMarshal.Cast<byte, T>(content.AsSpan(start))
            : throw new InvalidDataException($"'{path}' is expected to hold {types[0]} but holds {type}.");

    [GeneratedRegex(@"'descr': '(?<type>[<|][a-z]\d)', 'fortran_order': False, 'shape': \(((?<size>\d+),? ?)+\)")]
    private static partial Regex Header();
}
