namespace LiquidNet.Data.Files;

/// <summary>Paths that may be symbolic links: what counts is what a link leads to.</summary>
static class LinkedPath
{
    /// <summary>The length of the file at a path; null where there is none, as at a folder or behind a broken link.</summary>
    public static long? LengthOf(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            return target.Exists ? target.Length : null;
        }
        catch (IOException)
        {
            // The links go round in a circle.
            return null;
        }
    }

    /// <summary>A name for messages, with the target of a link.</summary>
    public static string Describe(string path, string name) =>
        new FileInfo(path).LinkTarget is { } target ? $"{name} (a link to '{target}')" : name;

    /// <summary>Refuses a path where no folder is and none can be made.</summary>
    public static void CheckFolder(string path)
    {
        if (!Directory.Exists(path) && (File.Exists(path) || new FileInfo(path).LinkTarget is not null))
            throw new IOException($"{Describe(path, $"'{path}'")} is not a folder.");
    }
}
