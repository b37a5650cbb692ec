using System.IO.Compression;

namespace LiquidNet.Data.Files;

/// <summary>Unpacks a .gz file of one or more members and refuses one that is cut short.</summary>
/// <remarks>
/// <see cref="GZipStream"/> checks the checksum of every member but takes a file that is cut short for one that ends early. So a small
/// member is put behind the file: it is unpacked only where the file's own members are whole, and never handed out.
/// </remarks>
sealed class GZipFileStream : Stream
{
    // Long and repetitive enough to be compressed: as it stands here, it does not stand in what is put behind the file.
    static readonly byte[] Seal = "The file before was whole. The file before was whole. "u8.ToArray();
    static readonly byte[] PackedSeal = Pack(Seal);

    readonly GZipStream unpacked;
    readonly byte[] waiting = new byte[1 << 16];
    int first, end;
    bool isOver;

    public GZipFileStream(string path) => unpacked = new(new SealedFile(path), CompressionMode.Decompress);

    /// <summary>Whether everything was read. Looks ahead, and so may find the file damaged.</summary>
    public bool IsAtEnd
    {
        get
        {
            while (!isOver && end - first <= Seal.Length)
                Fill();
            return isOver;
        }
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
        if (IsAtEnd)
            return 0;
        var count = Math.Min(buffer.Length, end - first - Seal.Length);
        waiting.AsSpan(first, count).CopyTo(buffer);
        first += count;
        return count;
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

    void Fill()
    {
        waiting.AsSpan(first..end).CopyTo(waiting);
        (first, end) = (0, end - first);
        var read = unpacked.Read(waiting.AsSpan(end));
        end += read;
        isOver = read == 0;
        if (isOver && !waiting.AsSpan(0, end).SequenceEqual(Seal))
            throw new InvalidDataException("It is cut short, or something else follows it.");
    }

    static byte[] Pack(byte[] content)
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
            zip.Write(content);
        return packed.ToArray();
    }

    /// <summary>A file with the seal behind it.</summary>
    sealed class SealedFile(string path)
        : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan)
    {
        int given;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            if (read > 0)
                return read;
            read = Math.Min(count, PackedSeal.Length - given);
            PackedSeal.AsSpan(given, read).CopyTo(buffer.AsSpan(offset));
            given += read;
            return read;
        }
    }
}
