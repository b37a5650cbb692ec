namespace LiquidNet.Storage;

/// <summary>Replaces a file as a whole: whoever looks, at any moment, finds the old one or the new one.</summary>
static class AtomicFile
{
    const string Ending = ".partial";

    /// <summary>Writes beside the file, flushes to the disk, and renames.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var beside = Beside(path);
        try
        {
            using (var stream = Create(beside, useAsync: false))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Replace(Target(path), beside);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Writes beside the file, flushes to the disk, and renames.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="write">Writes the content.</param>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var beside = Beside(path);
        try
        {
            var stream = Create(beside, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            Replace(Target(path), beside);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Deletes what writers that were ended in between have left beside a file.</summary>
    public static void DeletePartial(string path)
    {
        var target = Path.GetFullPath(Target(path));
        foreach (var partial in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, $"{Path.GetFileName(target)}.*{Ending}"))
            File.Delete(partial);
    }

    /// <summary>Whoever may read the old file, and nobody else, may read the new one.</summary>
    static void Replace(string path, string beside)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path))
            File.SetUnixFileMode(beside, File.GetUnixFileMode(path));
        File.Move(beside, path, overwrite: true);
    }

    static FileStream Create(string path, bool useAsync) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, useAsync);

    /// <summary>A link stays a link: what it leads to is replaced.</summary>
    static string Target(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    static string Beside(string path) => $"{Target(path)}.{Guid.NewGuid():N}{Ending}";
}
