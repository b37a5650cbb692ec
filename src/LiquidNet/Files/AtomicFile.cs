namespace LiquidNet.Files;

/// <summary>Replaces a file as a whole: whoever looks, at any moment, finds the old one or the new one.</summary>
static class AtomicFile
{
    const string Ending = ".partial";

    /// <summary>The systems' numbers for opening a socket, or a terminal where there is none: on Linux and macOS, and on macOS.</summary>
    const int NoSuchDevice = 6, NotOfSockets = 102;

    /// <summary>Writes beside the file, flushes to the disk, and renames.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var beside = Beside(path);
        var stream = Create(path, beside, useAsync: false);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Replace(path, beside);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Writes beside the file, flushes to the disk, and renames.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var beside = Beside(path);
        var stream = Create(path, beside, useAsync: true);
        try
        {
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            Replace(path, beside);
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
        var target = Target(path);
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            File.Move(beside, target, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw NotAllowed(path, exception);
        }
    }

    static FileStream Create(string path, string beside, bool useAsync)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(beside))!;
        if (Directory.Exists(path))
            throw new IOException($"'{path}' cannot be written: it is a folder.");
        if (IsSpecial(path))
        {
            throw new IOException(
                $"'{path}' cannot be written: it is no regular file but a pipe, a socket or a device, which would be replaced.");
        }

        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'; make it first.");
        try
        {
            return new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, useAsync);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw NotAllowed(path, exception);
        }
    }

    /// <summary>Whether a name stands for a socket, which cannot be opened, or for a pipe or a device: those are empty, and cannot be cut
    /// to no length all the same.</summary>
    static bool IsSpecial(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        try
        {
            // Opened for reading too, so that a pipe does not wait for a reader.
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return !file.CanSeek || (file.Length == 0 && !CanBeCut(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.HResult is NoSuchDevice or NotOfSockets;
        }
    }

    static bool CanBeCut(FileStream empty)
    {
        try
        {
            empty.SetLength(0);
            return true;
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException)
        {
            return false;
        }
    }

    static IOException NotAllowed(string path, UnauthorizedAccessException exception) =>
        new($"'{path}' cannot be written: its folder does not allow it.", exception);

    /// <summary>A link stays a link: what it leads to is replaced.</summary>
    static string Target(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    static string Beside(string path) => $"{Target(path)}.{Guid.NewGuid():N}{Ending}";
}
