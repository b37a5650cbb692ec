namespace LiquidNet.Tests;

/// <summary>The files of the repository this test run was built from.</summary>
static class Repository
{
    static readonly string[] Built = ["bin", "obj"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file or folder, given from the root with forward slashes.</summary>
    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    /// <summary>Every hand-written C# file below a folder, in a fixed order.</summary>
    public static IEnumerable<SourceFile> SourcesIn(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file => !file.Path.Split('/').Intersect(Built).Any())
            .OrderBy(file => file.Path, StringComparer.Ordinal);

    // From the assembly and not from the path of this file: a deterministic build maps source paths away.
    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LiquidNet.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException(
                $"No folder above '{AppContext.BaseDirectory}' holds LiquidNet.sln; run the tests from their build folder.");
    }
}
