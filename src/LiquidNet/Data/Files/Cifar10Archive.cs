using System.Formats.Tar;

namespace LiquidNet.Data.Files;

/// <summary>The published .tar.gz of CIFAR-10. Always read to its end, because only there is the archive's own checksum.</summary>
static class Cifar10Archive
{
    /// <summary>Reads some files into memory, in the order of their names.</summary>
    public static byte[][] Read(string archive, string[] names, Cifar10Format format)
    {
        var contents = new byte[names.Length][];
        foreach (var (name, content) in Files(archive, format))
        {
            if (Array.IndexOf(names, name) is >= 0 and var place)
                contents[place] = content();
        }

        return contents;
    }

    /// <summary>Unpacks the six files into a folder, which is left half-full when the archive turns out bad.</summary>
    public static void Unpack(string archive, string folder, Cifar10Format format, CancellationToken cancellationToken)
    {
        foreach (var (name, content) in Files(archive, format))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.WriteAllBytes(Path.Combine(folder, name), content());
        }
    }

    static IEnumerable<(string Name, Func<byte[]> Content)> Files(string archive, Cifar10Format format)
    {
        CheckBeginning(archive, format);
        using var unzipped = new GZipFileStream(archive);
        var missing = new HashSet<string>(Cifar10Format.FileNames);
        foreach (var entry in Entries(archive, unzipped))
        {
            CheckSafe(archive, entry);
            var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            var isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
            if (!isFile || !Cifar10Format.FileNames.Contains(name))
                continue;
            if (!missing.Remove(name))
                throw new InvalidDataException($"Archive '{archive}' holds {name} twice. {Cifar10Format.Remedy}");

            format.CheckLength($"'{entry.Name}' in '{archive}'", entry.Length);
            yield return (name, () => Guarded(archive, () => ReadContent(entry)));
        }

        if (missing.Count > 0)
        {
            throw new InvalidDataException(
                $"Archive '{archive}' lacks {string.Join(", ", missing.Order(StringComparer.Ordinal))}; expected CIFAR-10's " +
                $"binary version. {Cifar10Format.Remedy}");
        }
    }

    /// <summary>All entries to the end of the file, which may hold several archives one behind the other.</summary>
    static IEnumerable<TarEntry> Entries(string archive, GZipFileStream unzipped)
    {
        while (!Guarded(archive, () => unzipped.IsAtEnd))
        {
            using var reader = new TarReader(unzipped, leaveOpen: true);
            while (Guarded(archive, () => reader.GetNextEntry()) is { } entry)
                yield return entry;
        }
    }

    /// <summary>Refuses a file that is not packed at all, above all one of the set's own files.</summary>
    static void CheckBeginning(string archive, Cifar10Format format)
    {
        using var file = File.OpenHandle(archive);
        Span<byte> beginning = stackalloc byte[2];
        if (RandomAccess.Read(file, beginning, 0) == beginning.Length && beginning is [0x1f, 0x8b])
            return;
        var isOfTheSet = Cifar10Format.FileNames.Contains(Path.GetFileName(archive)) || RandomAccess.GetLength(file) == format.FileLength;
        throw new InvalidDataException(isOfTheSet
            ? $"'{archive}' is a file of the set, not its archive; give the folder that holds the files."
            : $"'{archive}' is damaged or not a .tar.gz archive: it does not begin with 1f 8b. {Cifar10Format.Remedy}");
    }

    static byte[] ReadContent(TarEntry entry)
    {
        var content = GC.AllocateUninitializedArray<byte>((int)entry.Length);
        entry.DataStream!.ReadExactly(content);
        return content;
    }

    /// <summary>An archive that points outside itself is not the published one, whether or not those entries are wanted.</summary>
    static void CheckSafe(string archive, TarEntry entry)
    {
        var isLink = entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink;
        var segments = entry.Name.Split('/', '\\');
        var isRooted = (segments.Length > 1 && segments[0].Length == 0) || segments[0] is [_, ':', ..];
        if (isLink || isRooted || segments.Contains(".."))
        {
            throw new InvalidDataException(
                $"Archive '{archive}' holds '{entry.Name}' ({entry.EntryType}), which reaches outside the folder it is unpacked " +
                $"to; it is refused whole. {Cifar10Format.Remedy}");
        }
    }

    static T Guarded<T>(string archive, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or FormatException
            or NotSupportedException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException(
                $"'{archive}' is damaged or not a .tar.gz archive: {damage.Message} {Cifar10Format.Remedy}", damage);
        }
    }
}
