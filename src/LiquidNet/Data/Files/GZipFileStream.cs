using System.Buffers.Binary;
using System.IO.Compression;

namespace LiquidNet.Data.Files;

/// <summary>Unpacks a .gz file and, at its end, insists that the end was there.</summary>
/// <remarks>
/// <see cref="GZipStream"/> checks the checksum of a whole file but takes a file that is cut short for one that ends early.
/// The last four bytes of the format are the unpacked length modulo 2^32 (RFC 1952, section 2.3.1), which a cut file lacks.
/// </remarks>
sealed class GZipFileStream : Stream
{
    readonly GZipStream unpacked;
    readonly uint expected;
    uint count;

    public GZipFileStream(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
        if (file.Length >= sizeof(uint))
        {
            Span<byte> end = stackalloc byte[sizeof(uint)];
            file.Seek(-end.Length, SeekOrigin.End);
            file.ReadExactly(end);
            file.Position = 0;
            expected = BinaryPrimitives.ReadUInt32LittleEndian(end);
        }

        unpacked = new(file, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        count += (uint)read;
        if (read == 0 && buffer.Length > 0 && (count != expected || count == 0))
            throw new InvalidDataException($"It ends after {count} unpacked bytes where it announces {expected}.");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}
