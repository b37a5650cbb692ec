using System.IO.Compression;
using LiquidNet.Storage;

namespace LiquidNet.Import.Torch;

/// <summary>A file of <c>torch.save</c>: an archive with a pickle that says what there is, and the bytes of its tensors.</summary>
/// <remarks>
/// Everything is checked before memory is taken for it: a tensor that claims more elements than its storage, or a storage whose entry has
/// another length, is refused.
/// </remarks>
sealed class TorchFile : ICheckpointTensors
{
    const int MaxPickleBytes = 64 << 20;
    const int MaxDepth = 16;

    /// <summary>
    /// How many characters all names may have for each byte of the pickle, which names a dictionary once for all that is in it.
    /// </summary>
    const int MaxNameGrowth = 8;

    /// <summary>How many bytes all tensors may have for each byte of the file; those that are tied share theirs.</summary>
    const int MaxShares = 8;

    readonly string name;
    readonly ZipArchive archive;
    readonly string folder;
    readonly Dictionary<string, TorchTensor> tensors = new(StringComparer.Ordinal);
    readonly Dictionary<TorchStorage, float[]> storages = [];
    readonly long length;
    long namesLeft;
    long bytesLeft;

    TorchFile(string name, Stream stream)
    {
        this.name = name;
        length = stream.Length;
        bytesLeft = MaxShares * length;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var pickles = archive.Entries.Where(entry => entry.Name == "data.pkl").ToArray();
            if (pickles is not [var pickle])
                throw Broken($"it has {pickles.Length} entries 'data.pkl' where a file of torch.save has one");
            folder = pickle.FullName[..^pickle.Name.Length];
            if (archive.GetEntry($"{folder}byteorder") is { } order && !ReadWhole(order, limit: 16).AsSpan().SequenceEqual("little"u8))
                throw Broken("it was written on a big-endian machine");
            var code = ReadWhole(pickle, MaxPickleBytes);
            namesLeft = MaxNameGrowth * (long)code.Length;
            Collect("", new Pickle(name, code).Run(), depth: 0);
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{name}: it is not an archive of torch.save (PyTorch 1.6 and later): {exception.Message}", exception);
        }
    }

    /// <summary>All tensors, by the keys of the dictionaries and lists that lead to them, joined with dots.</summary>
    public IReadOnlyDictionary<string, TorchTensor> Tensors => tensors;

    /// <inheritdoc/>
    public IEnumerable<string> Names => tensors.Keys;

    /// <inheritdoc/>
    public IReadOnlyList<long>? ShapeOf(string name) => tensors.ContainsKey(name) ? Checked(name).View.Shape : null;

    /// <summary>Opens a file.</summary>
    /// <param name="name">What the file is called in messages.</param>
    /// <param name="stream">The file; it has to be seekable, and is closed with this object.</param>
    /// <exception cref="InvalidDataException">It is no file of <c>torch.save</c>, or its pickle does more than hold tensors.</exception>
    public static TorchFile Open(string name, Stream stream)
    {
        try
        {
            return new(name, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the elements of a tensor, row-major.</summary>
    /// <exception cref="InvalidDataException">The view does not fit its storage, the storage its entry, or the type is none of numbers that
    /// single precision can hold.</exception>
    public float[] Read(string tensor)
    {
        var (view, entry) = Checked(tensor);
        if (!TensorElements.CanRead(view.Storage.Type))
            throw Broken($"tensor '{tensor}' is {view.Storage.Type.StoredName}, which single precision cannot hold");
        if (!storages.TryGetValue(view.Storage, out var elements))
        {
            elements = new float[view.Storage.Count];
            var beyond = TensorElements.Read(view.Storage.Type, ReadWhole(entry, Array.MaxLength), elements);
            if (beyond >= 0)
                throw Broken($"element {beyond} of the storage of tensor '{tensor}' lies outside the range of single precision");
            storages.Add(view.Storage, elements);
        }

        return view.Pick(elements);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => archive.Dispose();

    /// <summary>A tensor whose elements are in the file, and where.</summary>
    (TorchTensor View, ZipArchiveEntry Entry) Checked(string tensor)
    {
        var view = tensors[tensor];
        var storage = view.Storage;
        if (view.Count is null)
        {
            throw Broken(
                $"tensor '{tensor}' [{string.Join(" x ", view.Shape)}] " +
                $"does not lie within its storage of {storage.Count} elements, or repeats them");
        }

        var entry = archive.GetEntry($"{folder}data/{storage.Key}") ?? throw Broken($"tensor '{tensor}' has no entry 'data/{storage.Key}'");
        if ((Int128)storage.Count * storage.Type.Bytes != entry.Length)
            throw Broken($"the storage of tensor '{tensor}' has {storage.Count} elements, but its entry {entry.Length} bytes");
        return entry.Length <= length
            ? (view, entry)
            : throw Broken($"entry '{entry.FullName}' is longer than the whole file");
    }

    void Collect(string path, object? value, int depth)
    {
        namesLeft -= path.Length + 1;
        if (depth > MaxDepth || namesLeft < 0)
            throw Broken($"it is nested more than {MaxDepth} deep, or holds the same values again and again");
        switch (value)
        {
            case TorchTensor tensor:
                bytesLeft -= (tensor.Count ?? 0L) * tensor.Storage.Type.Bytes;
                if (bytesLeft < 0)
                    throw Broken("its tensors share the same elements again and again");
                tensors.TryAdd(path, tensor);
                break;
            case PickleDictionary dictionary:
                foreach (var (key, item) in dictionary)
                    Collect(path.Length == 0 ? $"{key}" : $"{path}.{key}", item, depth + 1);
                break;
        }
    }

    byte[] ReadWhole(ZipArchiveEntry entry, int limit)
    {
        if (entry.CompressedLength != entry.Length)
            throw Broken($"entry '{entry.FullName}' is compressed, which torch.save never does");

        // An entry may lie about its length: what it really holds is counted while it is read.
        using var source = entry.Open();
        using var content = new MemoryStream();
        var buffer = new byte[Math.Min(1 << 16, Math.Min(limit, entry.Length) + 1)];
        for (var count = source.Read(buffer); count > 0; count = source.Read(buffer))
        {
            content.Write(buffer, 0, count);
            if (content.Length > Math.Min(limit, entry.Length))
                throw Broken($"entry '{entry.FullName}' is longer than it says, or than the {limit} bytes that are read of it");
        }

        return content.Length == entry.Length ? content.ToArray() : throw Broken($"entry '{entry.FullName}' is shorter than it says");
    }

    InvalidDataException Broken(string what) => new($"{name}: {what}.");
}
