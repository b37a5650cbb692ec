using System.Text.RegularExpressions;

namespace LiquidNet.Tests;

/// <summary>One C# file: its path from the root of the repository, and its text.</summary>
sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The folder directly below the library's own: "Cells" for src/LiquidNet/Cells/X.cs, empty at its root.</summary>
    public string Part => Folders is [var part, ..] ? part : "";

    /// <summary>The namespace the file's place asks for: the project's name, and that of the folders below.</summary>
    public string ExpectedNamespace => string.Join('.', Path.Split('/')[1..^1]);

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
