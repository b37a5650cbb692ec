using System.Text.RegularExpressions;

namespace LiquidNet.Tests;

/// <summary>One C# file: its path from the root of the repository, and its text.</summary>
sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The folders of what a user types first, which are one part, the root.</summary>
    static readonly string[] FoldersOfTheRoot = ["Networks", "Readouts", "Streams"];

    /// <summary>The part of the library: "Cells" for src/LiquidNet/Cells/X.cs, empty for its root.</summary>
    public string Part => Folders is [var part, ..] && !FoldersOfTheRoot.Contains(part) ? part : "";

    /// <summary>The folder it lies in, as a path from the root of the repository.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>The namespace of its folder: the project's name, and those of the folders below.</summary>
    public string FolderNamespace => string.Join('.', Path.Split('/')[1..^1]);

    /// <summary>The namespace of its part, in which a user finds all of it.</summary>
    public string PartNamespace => string.Join('.', Path.Split('/')[1], Part).TrimEnd('.');

    /// <summary>The text without comments and literals: what the compiler acts on.</summary>
    public string Code { get; } = CommentOrLiteral().Replace(Text, " ");

    /// <summary>How many lines the file has.</summary>
    public int LineCount => Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    /// <summary>How many lines hold code: all but blank ones and comments.</summary>
    public int CodeLineCount => Text.Split('\n').Select(line => line.Trim()).Count(line => line is not "" and not ['/', '/', ..]);

    string[] Folders => Path.Split('/')[2..^1];

    [GeneratedRegex(
        """//[^\n]*|/\*.*?\*/|\$*@?("{3,}).*?\1|\$?@\$?"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""",
        RegexOptions.Singleline)]
    private static partial Regex CommentOrLiteral();
}
