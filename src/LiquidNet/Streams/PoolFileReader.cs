using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LiquidNet.Checks;

namespace LiquidNet;

/// <summary>Reads what <see cref="PoolFileWriter"/> wrote, and believes nothing of it before it is checked.</summary>
sealed class PoolFileReader : IDisposable
{
    static readonly UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly Stream stream;
    readonly string name;
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly byte[] text = new byte[ushort.MaxValue];
    long place;

    PoolFileReader(Stream stream, string name) => (this.stream, this.name) = (stream, name);

    /// <summary>Takes a key and its snapshot.</summary>
    /// <returns>Whether the key is new.</returns>
    /// <exception cref="InvalidDataException">The snapshot is refused.</exception>
    public delegate bool Taker<TKey>(TKey key, ReadOnlySpan<byte> snapshot);

    /// <summary>Reads a file to its end; what was taken counts only where this returns.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <param name="stream">The file, from where it stands; stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="parse">Makes a key of text.</param>
    /// <param name="snapshotSize">How many bytes a snapshot has to have.</param>
    /// <param name="take">Takes a key and its snapshot.</param>
    /// <param name="progress">Is told how many keys have been read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no such file, damaged, or has a snapshot that is refused.</exception>
    public static void Read<TKey>(
        Stream stream,
        string name,
        Func<string, TKey> parse,
        int snapshotSize,
        Taker<TKey> take,
        IProgress<int>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var reader = new PoolFileReader(stream, name);
        var count = reader.ReadHeader(snapshotSize);
        var snapshot = new byte[snapshotSize];
        for (var read = 0; read < count; read++)
        {
            if (read > 0 && read % PoolFileWriter.Interval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(read);
            }

            var key = reader.ReadKey();
            reader.Read(snapshot);
            reader.Take(key, snapshot, parse, take);
        }

        reader.CheckEnd();
        progress?.Report(count);
    }

    public void Dispose() => hash.Dispose();

    int ReadHeader(int snapshotSize)
    {
        Span<byte> header = stackalloc byte[PoolFileWriter.HeaderSize];
        Read(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != PoolFileWriter.Magic)
            throw Fault("it does not begin with \"LQPF\", so it is no file of a pool");
        if (BinaryPrimitives.ReadInt32LittleEndian(header[4..]) is var version and not PoolFileWriter.Version)
            throw Fault($"version {version} is unknown, expected {PoolFileWriter.Version}");
        if (BinaryPrimitives.ReadInt32LittleEndian(header[8..]) is var size && size != snapshotSize)
        {
            throw Fault(
                $"its states have {size} bytes each, and those of this pool {snapshotSize}: it is of another network or kind of pool");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        return count >= 0 ? count : throw Fault($"{count} is no number of keys");
    }

    string ReadKey()
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        Read(length);
        var bytes = text.AsSpan(0, BinaryPrimitives.ReadUInt16LittleEndian(length));
        Read(bytes);
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw Fault("the text of a key is not UTF-8", exception);
        }
    }

    void Take<TKey>(string key, ReadOnlySpan<byte> snapshot, Func<string, TKey> parse, Taker<TKey> take)
    {
        var isNew = false;
        try
        {
            isNew = take(parse(key), snapshot);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or OverflowException or ArgumentException)
        {
            throw Fault($"key '{Counted.FirstOf([key])}': {exception.Message}", exception);
        }

        if (!isNew)
            throw Fault($"key '{Counted.FirstOf([key])}' occurs twice");
    }

    void Read(Span<byte> bytes)
    {
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        place += read;
        if (read < bytes.Length)
            throw Fault("it ends too early");
        hash.AppendData(bytes);
    }

    void CheckEnd()
    {
        var expected = hash.GetHashAndReset();
        var found = new byte[expected.Length];
        Read(found);
        if (!found.AsSpan().SequenceEqual(expected))
            throw Fault("it is damaged: its content has another SHA-256 than when it was written");
        if (stream.ReadByte() >= 0)
            throw Fault("it goes on after its end");
    }

    InvalidDataException Fault(string reason, Exception? inner = null) =>
        new(FormattableString.Invariant($"{name}, byte {place:N0}: {reason}{(reason.EndsWith('.') ? "" : ".")}"), inner);
}
