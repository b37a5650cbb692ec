using LiquidNet.Data.Files;

namespace LiquidNet.Data;

/// <summary>CIFAR-10: 60,000 small colour photographs in ten classes, 50,000 to train on and 10,000 to test.</summary>
/// <remarks>
/// <para>Reads the official binary version. An image is [3 x 32 x 32] bytes: all of red, then green, then blue, each row
/// by row from the top left. Labels 0..9 are airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck.</para>
/// <para>Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009. Its provider states no licence; cite
/// the report.</para>
/// </remarks>
public static class Cifar10
{
    /// <summary>The folder in which the set is looked for, and to which it is downloaded, if none is given.</summary>
    /// <value><c>cifar10</c> below <c>LIQUIDNET_DATA</c>; else below <c>liquidnet</c> in <c>XDG_CACHE_HOME</c>; else below
    /// <c>liquidnet</c> in the platform's cache folder. The files are in its folder <c>cifar-10-batches-bin</c>.</value>
    public static string CacheFolder => Path.Combine(CacheRoot.Find(), "cifar10");

    /// <summary>Whether the files of some parts are present, each with the right length.</summary>
    /// <param name="folder">The folder with the files, or the one with <c>cifar-10-batches-bin</c>; null (the default) for
    /// <see cref="CacheFolder"/>.</param>
    /// <param name="part">Which files; all by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="part"/> names no file.</exception>
    public static bool IsPresent(string? folder = null, Cifar10Part part = Cifar10Part.All) =>
        IsPresent(folder ?? CacheFolder, part, Cifar10Format.Published);

    /// <summary>Loads images. Nothing is converted; each file is read once into one array.</summary>
    /// <param name="path">The folder with the files, the one with <c>cifar-10-batches-bin</c>, or the published
    /// <c>cifar-10-binary.tar.gz</c>, which is read and checked to its end. Each may be a
    /// symbolic link; null (the default) for <see cref="CacheFolder"/>.</param>
    /// <param name="part">Which files; the five training files by default. The images are in the order of the files.</param>
    /// <returns>The images, 31 MB per file.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="part"/> names no file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is nothing at <paramref name="path"/>.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks files; the message lists them.</exception>
    /// <exception cref="InvalidDataException">A file has the wrong length or a label above 9, or the archive is not one, or is damaged,
    /// incomplete or unsafe; the message says where.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static LabelledImages Load(string? path = null, Cifar10Part part = Cifar10Part.Training) =>
        Load(path ?? CacheFolder, part, Cifar10Format.Published);

    /// <summary>Downloads the published archive, verifies and unpacks it.</summary>
    /// <remarks>
    /// <para>Returns at once if the six files are present. An interrupted or stalled download is resumed where it stopped, also by a later
    /// call, if the server allows it; otherwise it starts again. Files appear only once the archive is complete and has the published MD5.
    /// After a cancellation, what has been received is kept for the next call.</para>
    /// <para>163 MB to receive, 184 MB on disk. The archive itself is not kept.</para>
    /// </remarks>
    /// <param name="folder">Receives the folder <c>cifar-10-batches-bin</c>; null (the default) for <see cref="CacheFolder"/>.</param>
    /// <param name="source">The address of the archive; null (the default) for that of its publisher,
    /// https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz.</param>
    /// <param name="progress">Receives reports of how much has arrived.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <returns>The folder with the six files, for <see cref="Load(string?, Cifar10Part)"/>.</returns>
    /// <exception cref="HttpRequestException">The server refuses, or cannot be reached after several attempts.</exception>
    /// <exception cref="InvalidDataException">What arrived is not the published archive.</exception>
    /// <exception cref="IOException">The folder is a file or cannot be written, or another process is downloading into it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task<string> DownloadAsync(
        string? folder = null,
        Uri? source = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new Cifar10Download(folder ?? CacheFolder, source ?? Cifar10Format.Source, Cifar10Format.Published, RetryOptions.Default)
            .RunAsync(progress, cancellationToken);

    /// <summary><see cref="IsPresent(string?, Cifar10Part)"/> for any number of records.</summary>
    internal static bool IsPresent(string folder, Cifar10Part part, Cifar10Format format)
    {
        var within = FolderWithin(folder);
        return Array.TrueForAll(
            Cifar10Format.FilesOf(part), name => LinkedPath.LengthOf(Path.Combine(within, name)) == format.FileLength);
    }

    /// <summary><see cref="Load(string?, Cifar10Part)"/> for any number of records.</summary>
    internal static LabelledImages Load(string path, Cifar10Part part, Cifar10Format format)
    {
        var names = Cifar10Format.FilesOf(part);
        var contents = LinkedPath.LengthOf(path) is not null ? Cifar10Archive.Read(path, names, format) : ReadFolder(path, names, format);
        var labels = new int[names.Length * format.RecordsPerFile];
        for (var file = 0; file < names.Length; file++)
        {
            var labelsOfFile = labels.AsSpan(file * format.RecordsPerFile, format.RecordsPerFile);
            format.ReadLabels($"'{names[file]}' in '{path}'", contents[file], labelsOfFile);
        }

        return new(
            contents, labels, (Cifar10Format.Channels, Cifar10Format.Height, Cifar10Format.Width), Cifar10Format.ClassNames,
            Cifar10Format.RecordLength, pixelOffset: 1);
    }

    static byte[][] ReadFolder(string path, string[] names, Cifar10Format format)
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException(
                $"{LinkedPath.Describe(path, $"'{path}'")} is neither a folder nor a file; expected the folder with CIFAR-10's " +
                $"binary version or its archive {Cifar10Format.ArchiveName}. {Cifar10Format.Remedy}");
        }

        var folder = FolderWithin(path);
        var files = Array.ConvertAll(names, name => Path.Combine(folder, name));
        var lengths = Array.ConvertAll(files, LinkedPath.LengthOf);
        if (Array.IndexOf(lengths, null) is >= 0 and var missing)
        {
            var lacking = files.Where((_, file) => lengths[file] is null).Select(file => LinkedPath.Describe(file, Path.GetFileName(file)));
            throw new FileNotFoundException(
                $"Folder '{folder}' lacks {string.Join(", ", lacking)}; expected CIFAR-10's binary version there or in a folder " +
                $"{Cifar10Format.FolderName} below it. {Cifar10Format.Remedy}",
                files[missing]);
        }

        for (var file = 0; file < files.Length; file++)
            format.CheckLength($"'{files[file]}'", lengths[file]!.Value);
        return Array.ConvertAll(files, file => ReadFile(file, format));
    }

    static byte[] ReadFile(string file, Cifar10Format format)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        var content = GC.AllocateUninitializedArray<byte>(format.FileLength);
        var filled = 0;
        while (filled < content.Length)
        {
            var read = RandomAccess.Read(handle, content.AsSpan(filled), filled);
            if (read == 0)
                format.CheckLength($"'{file}'", filled);
            filled += read;
        }

        return content;
    }

    /// <summary>The folder of the files themselves, whether it was given or the one above it.</summary>
    internal static string FolderWithin(string folder) =>
        Path.Combine(folder, Cifar10Format.FolderName) is var below && Directory.Exists(below) ? below : folder;
}
