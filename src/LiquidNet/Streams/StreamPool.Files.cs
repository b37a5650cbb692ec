using LiquidNet.Files;

namespace LiquidNet;

// All streams in one file.
public sealed partial class StreamPool<TKey>
{
    /// <summary>Saves all streams to a file, which replaces an old one only when it is complete and flushed.</summary>
    /// <remarks>
    /// <para>The file holds the key and the <see cref="Snapshot"/> of each stream, in the order of <see cref="GetKeys"/>, and a checksum.
    /// Other calls to the pool wait until it is written, so it shows one moment.</para>
    /// <para>Keys of type <see cref="string"/>, <see cref="int"/>, <see cref="uint"/>, <see cref="long"/>, <see cref="ulong"/> and
    /// <see cref="Guid"/> are known; for others give <paramref name="formatKey"/> here and its inverse to <c>Load</c>.</para>
    /// </remarks>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="formatKey">The text of a key, different for each key; at most 65,535 bytes of UTF-8. Null for the usual types.</param>
    /// <param name="progress">Receives the number of streams written, after each thousand and at the end; must not use the pool.</param>
    /// <param name="cancellationToken">Cancels the writing; the old file is then unchanged.</param>
    /// <exception cref="ArgumentException">The type of the keys is not a usual one and <paramref name="formatKey"/> is null, or the text of
    /// a key is too long, the same as that of another, or not valid Unicode; the old file is unchanged.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is unchanged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the old file is unchanged.</exception>
    public void Save(
        string path, Func<TKey, string>? formatKey = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        _ = KeyText.Formatter(formatKey);
        AtomicFile.Write(path, stream => Save(stream, formatKey, progress, cancellationToken));
    }

    /// <summary>Saves all streams to a stream.</summary>
    /// <param name="stream">Receives the file, from its present position on; stays open.</param>
    /// <param name="formatKey">The text of a key, different for each key; at most 65,535 bytes of UTF-8. Null for the usual types.</param>
    /// <param name="progress">Receives the number of streams written, after each thousand and at the end; must not use the pool.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="ArgumentException">The type of the keys is not a usual one and <paramref name="formatKey"/> is null, or the text of
    /// a key is too long, the same as that of another, or not valid Unicode.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Save(
        Stream stream, Func<TKey, string>? formatKey = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var format = KeyText.Formatter(formatKey);
        lock (gate)
        {
            PoolFileWriter.Write(
                stream, slots, format, StateBlob.SizeOf(network.Model), (slot, snapshot) => StateBlob.Write(
                    network.Model, unit, unit.IsKnown ? states.TimeOf(slot) : null, states[slot], snapshot),
                progress, cancellationToken);
        }
    }

    /// <summary>Replaces all streams by those of a file.</summary>
    /// <remarks>Time stamps are taken over too, if the pool has a unit of time. Until the file has been read and checked to its end, the
    /// pool goes on with its own streams. Load a large file into an empty pool, as otherwise both are in memory.</remarks>
    /// <param name="path">A file that <see cref="Save(string, Func{TKey, string}?, IProgress{int}?, CancellationToken)"/> wrote.</param>
    /// <param name="parseKey">The key of a text. Null for the usual types.</param>
    /// <param name="progress">Receives the number of streams read, after each thousand and at the end.</param>
    /// <param name="cancellationToken">Cancels the reading; the pool is then unchanged.</param>
    /// <exception cref="ArgumentException">The type of the keys is not a usual one and <paramref name="parseKey"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be read; the pool is unchanged.</exception>
    /// <exception cref="InvalidDataException">The file is of another kind, incomplete or damaged, or belongs to another equation or unit of
    /// time; the message says where, and the pool is unchanged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the pool is unchanged.</exception>
    public void Load(
        string path, Func<string, TKey>? parseKey = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = File.OpenRead(path);
        Load(file, path, KeyText.Parser(parseKey), progress, cancellationToken);
    }

    /// <summary>Replaces all streams by those of a stream.</summary>
    /// <param name="stream">The stream, which is read from its present position to its end; stays open.</param>
    /// <param name="parseKey">The key of a text. Null for the usual types.</param>
    /// <param name="progress">Receives the number of streams read, after each thousand and at the end.</param>
    /// <param name="cancellationToken">Cancels the reading; the pool is then unchanged.</param>
    /// <exception cref="ArgumentException">The type of the keys is not a usual one and <paramref name="parseKey"/> is null.</exception>
    /// <exception cref="InvalidDataException">The file is of another kind, incomplete or damaged, or belongs to another equation or unit of
    /// time; the message says where, and the pool is unchanged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the pool is unchanged.</exception>
    public void Load(
        Stream stream, Func<string, TKey>? parseKey = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Load(stream, "pool", KeyText.Parser(parseKey), progress, cancellationToken);
    }

    void Load(Stream stream, string name, Func<string, TKey> parse, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var (loaded, loadedSlots) = (states.Empty(), new Dictionary<TKey, int>(slots.Comparer));
        var (model, state) = (network.Model, new float[network.Cell.StateSize]);
        PoolFileReader.Read(stream, name, parse, StateBlob.SizeOf(model), Take, progress, cancellationToken);
        lock (gate)
        {
            states.TakeOver(loaded);
            slots = loadedSlots;
        }

        bool Take(TKey key, ReadOnlySpan<byte> snapshot)
        {
            var time = StateBlob.Read(snapshot, model, unit, state);
            if (loadedSlots.ContainsKey(key))
                return false;
            var slot = SlotOf(key, loadedSlots, loaded);
            state.CopyTo(loaded[slot]);
            if (unit.IsKnown)
                loaded.SetTime(slot, time);
            return true;
        }
    }
}
