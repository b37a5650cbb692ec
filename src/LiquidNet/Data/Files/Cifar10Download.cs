namespace LiquidNet.Data.Files;

/// <summary>Brings CIFAR-10 into a folder: received, checked, unpacked aside, and only then moved into place.</summary>
sealed class Cifar10Download(string folder, Uri source, Cifar10Format format, RetryOptions retry)
{
    /// <summary>Returns the folder with the six files.</summary>
    public async Task<string> RunAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, Cifar10Format.FolderName);
        if (Cifar10.IsPresent(folder, Cifar10Part.All, format))
            return Cifar10.FolderWithin(folder);

        LinkedPath.CheckFolder(folder);
        LinkedPath.CheckFolder(target);
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, Cifar10Format.ArchiveName + ".part");
        var download = new ResumableDownload(source, archive, format.ArchiveMd5, retry);
        await download.RunAsync(progress, cancellationToken).ConfigureAwait(false);

        var aside = Path.Combine(folder, $".{Cifar10Format.FolderName}-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(aside);
            await Task.Run(() => Cifar10Archive.Unpack(archive, aside, format, cancellationToken), cancellationToken).ConfigureAwait(false);
            MoveIntoPlace(aside, target);
        }
        finally
        {
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
        }

        File.Delete(archive);
        return target;
    }

    static void MoveIntoPlace(string aside, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(aside, target);
            return;
        }

        // An incomplete folder may hold files of the user's own: replace ours one by one and leave the others alone.
        foreach (var file in Directory.GetFiles(aside))
            File.Move(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
    }
}
