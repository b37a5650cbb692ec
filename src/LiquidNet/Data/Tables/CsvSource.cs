using System.Text;

namespace LiquidNet.Data.Tables;

/// <summary>A text that can be read more than once.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Open">Begins to read it.</param>
sealed record CsvSource(string Name, Func<TextReader> Open)
{
    /// <summary>A file in UTF-8, or in the encoding that its first bytes name; other bytes are refused, not replaced.</summary>
    public static CsvSource File(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return new($"'{path}'", () => new StreamReader(path, strict, detectEncodingFromByteOrderMarks: true));
    }

    /// <summary>A text in memory.</summary>
    public static CsvSource Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new("The text", () => new StringReader(text));
    }
}
