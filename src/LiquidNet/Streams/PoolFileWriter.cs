using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LiquidNet.Checks;

namespace LiquidNet;

/// <summary>Writes all streams or learners of a pool: each key with its snapshot.</summary>
/// <remarks> Little endian: "LQPF", version (int32), bytes of a snapshot (int32), how many keys there are (int32); for each key the length
/// of its text in bytes (uint16), the text in UTF-8, and the snapshot; at the end the SHA-256 of everything before.
/// </remarks>
sealed class PoolFileWriter : IDisposable
{
    public const uint Magic = 0x4650514C;
    public const int Version = 1;
    public const int HeaderSize = 16;

    /// <summary>After how many keys progress is told, and asked whether to go on.</summary>
    public const int Interval = 1_000;

    static readonly UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly Stream stream;
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    PoolFileWriter(Stream stream) => this.stream = stream;

    /// <summary>Writes a file.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TItem">What there is for each.</typeparam>
    /// <param name="stream">Takes the file, from where it stands; stays open.</param>
    /// <param name="items">All keys.</param>
    /// <param name="format">Makes text of a key; two have never the same.</param>
    /// <param name="snapshotSize">How many bytes a snapshot has.</param>
    /// <param name="writeSnapshot">Writes a snapshot.</param>
    /// <param name="progress">Is told how many keys have been written.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static void Write<TKey, TItem>(
        Stream stream,
        IReadOnlyCollection<KeyValuePair<TKey, TItem>> items,
        Func<TKey, string> format,
        int snapshotSize,
        Action<TItem, Span<byte>> writeSnapshot,
        IProgress<int>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var writer = new PoolFileWriter(stream);
        writer.WriteHeader(snapshotSize, items.Count);
        var snapshot = new byte[snapshotSize];
        var count = 0;
        foreach (var (key, item) in items)
        {
            writer.WriteKey(format(key));
            writeSnapshot(item, snapshot);
            writer.Write(snapshot);
            if (++count % Interval != 0)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(count);
        }

        writer.End();
        progress?.Report(count);
    }

    public void Dispose() => hash.Dispose();

    void WriteHeader(int snapshotSize, int count)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], snapshotSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], count);
        Write(header);
    }

    void WriteKey(string? text)
    {
        if (text is null)
            throw KeyText.Refused("The text of a key is null.");
        Require.WholeCharacters(text, $"The key '{text}'", KeyText.Parameter);
        var bytes = encoding.GetBytes(text);
        if (bytes.Length > ushort.MaxValue)
        {
            throw KeyText.Refused(
                FormattableString.Invariant($"The key '{Counted.FirstOf([text])}' has {bytes.Length:N0} bytes of text, and a file takes ")
                + FormattableString.Invariant($"{ushort.MaxValue:N0} at most."));
        }

        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)bytes.Length);
        Write(length);
        Write(bytes);
    }

    void Write(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        stream.Write(bytes);
    }

    void End() => stream.Write(hash.GetHashAndReset());
}
