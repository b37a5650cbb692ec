using System.Text;
using LiquidNet.Checks;

namespace LiquidNet.Data.Tables;

/// <summary>A text that can be read more than once.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Sequence">What its rows are called together where no column says to which sequence they belong.</param>
/// <param name="Open">Begins to read it.</param>
sealed record CsvSource(string Name, string Sequence, Func<TextReader> Open)
{
    /// <summary>A file in UTF-8, or in the encoding that its first bytes name; other bytes are refused, not replaced.</summary>
    public static CsvSource File(string path, string sequence = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return new($"'{path}'", sequence, () => new StreamReader(path, strict, detectEncodingFromByteOrderMarks: true));
    }

    /// <summary>Files whose sequences are called by their names, or by their paths where several have one name.</summary>
    public static IReadOnlyList<CsvSource> Files(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0)
            throw new ArgumentException("There are no files to read; at least one is expected.", nameof(paths));
        string[] full = [.. paths.Select(Path.GetFullPath)];
        Require.NoneTwice(full, "The list of files", nameof(paths));
        var named = full.ToLookup(Path.GetFileNameWithoutExtension);
        return [.. paths.Zip(full, (path, whole) =>
            File(path, Path.GetFileNameWithoutExtension(whole) is var name && named[name].Count() > 1 ? whole : name))];
    }

    /// <summary>A text in memory.</summary>
    public static CsvSource Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new("The text", "", () => new StringReader(text));
    }
}
