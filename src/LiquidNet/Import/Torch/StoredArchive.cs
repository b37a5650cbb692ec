using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LiquidNet.Import.Torch;

/// <summary>Writes a ZIP archive of stored entries whose contents begin at multiples of 64 bytes, as PyTorch maps them.</summary>
/// <remarks>
/// <see cref="System.IO.Compression.ZipArchive"/> writes no padding. Times are left out, so that equal contents give equal bytes.
/// </remarks>
sealed class StoredArchive(Stream stream)
{
    const int Alignment = 64;
    const int LocalHeader = 30;
    const int CentralHeader = 46;
    const int EndRecord = 22;
    const ushort Version = 10;
    const ushort FirstDay = 0x21;

    /// <summary>The mark of padding in PyTorch's archives: "FB".</summary>
    const ushort Padding = 0x4246;

    static readonly uint[] CheckTable = [.. Enumerable.Range(0, 256).Select(CheckOf)];

    readonly ArrayBufferWriter<byte> directory = new();
    ushort entries;
    long position;

    /// <summary>Adds an entry.</summary>
    /// <param name="name">Its name, in ASCII.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="InvalidOperationException">The archive would be longer than 4 GiB.</exception>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        var label = Encoding.ASCII.GetBytes(name);
        var start = position + LocalHeader + label.Length + sizeof(int);
        var padding = (int)((Alignment - start % Alignment) % Alignment);
        if (start + padding + content.Length > uint.MaxValue)
            throw new InvalidOperationException("A file of torch.save of more than 4 GiB is not written; save as .safetensors instead.");
        var described = Described(content, label.Length);
        Span<byte> extra = stackalloc byte[sizeof(int) + padding];
        extra.Fill((byte)'Z');
        BinaryPrimitives.WriteUInt16LittleEndian(extra, Padding);
        BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], (ushort)padding);

        Span<byte> central = stackalloc byte[CentralHeader];
        central.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(central, 0x02014b50);
        BinaryPrimitives.WriteUInt16LittleEndian(central[4..], Version);
        described.CopyTo(central[6..]);
        BinaryPrimitives.WriteUInt32LittleEndian(central[42..], (uint)position);
        directory.Write(central);
        directory.Write(label);
        entries = checked((ushort)(entries + 1));

        Span<byte> local = stackalloc byte[LocalHeader];
        BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034b50);
        described.CopyTo(local[4..]);
        BinaryPrimitives.WriteUInt16LittleEndian(local[28..], (ushort)extra.Length);
        Write(local);
        Write(label);
        Write(extra);
        Write(content);
    }

    /// <summary>Ends the archive with its table of contents.</summary>
    public void Finish()
    {
        var start = (uint)position;
        Write(directory.WrittenSpan);
        Span<byte> end = stackalloc byte[EndRecord];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], entries);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], entries);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)directory.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], start);
        Write(end);
    }

    /// <summary>What both headers say of an entry: version, flags, method, time, date, checksum, both lengths, the name's length.</summary>
    static byte[] Described(ReadOnlySpan<byte> content, int nameLength)
    {
        var fields = new byte[24];
        BinaryPrimitives.WriteUInt16LittleEndian(fields, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(8), FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(10), Check(content));
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(14), (uint)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(fields.AsSpan(18), (uint)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(22), (ushort)nameLength);
        return fields;
    }

    void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        position += bytes.Length;
    }

    /// <summary>The checksum of ZIP files, CRC-32.</summary>
    static uint Check(ReadOnlySpan<byte> bytes)
    {
        var check = uint.MaxValue;
        foreach (var value in bytes)
            check = CheckTable[(byte)(check ^ value)] ^ (check >> 8);
        return ~check;
    }

    static uint CheckOf(int value)
    {
        var check = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            check = (check >> 1) ^ ((check & 1) * 0xedb88320);
        return check;
    }
}
