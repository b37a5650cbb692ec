using System.Globalization;
using System.Text;

namespace LiquidNet.Export.C;

/// <summary>Lines of C, indented by the braces that are open; the same text on every machine and in every culture.</summary>
sealed class CText
{
    const int LineLength = 100;

    readonly StringBuilder text = new();
    int depth;

    /// <summary>A number as a literal of type float, which reads back as the same number.</summary>
    public static string Literal(float number)
    {
        if (float.IsInfinity(number))
            return number > 0 ? "INFINITY" : "-INFINITY";
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return digits.AsSpan().ContainsAny('.', 'E') ? digits + "f" : digits + ".0f";
    }

    /// <summary>A text as a string literal, in UTF-8.</summary>
    public static string Quoted(string text) => '"' + string.Concat(Encoding.UTF8.GetBytes(text).Select(letter =>
        letter is >= (byte)' ' and <= (byte)'~' and not ((byte)'"' or (byte)'\\' or (byte)'?')
            ? ((char)letter).ToString()
            : "\\" + Convert.ToString(letter, 8).PadLeft(3, '0'))) + '"';

    /// <summary>Adds a line; an empty one stays empty.</summary>
    public void Line(string line = "") => text.Append(' ', line.Length == 0 || line[0] == '#' ? 0 : 4 * depth).Append(line).Append('\n');

    /// <summary>Begins a block, on the line of what it belongs to.</summary>
    public void Open(string line = "")
    {
        Line(line.Length == 0 ? "{" : line + " {");
        depth++;
    }

    /// <summary>Ends a block.</summary>
    public void Close(string after = "")
    {
        depth--;
        Line("}" + after);
    }

    /// <summary>Adds one statement that belongs to the line before.</summary>
    public void Inner(string line)
    {
        depth++;
        Line(line);
        depth--;
    }

    /// <summary>Adds items between braces, as one row of a table.</summary>
    public void Row(IReadOnlyCollection<string> items)
    {
        if (items.Sum(item => item.Length + 2) <= LineLength)
        {
            Line($"{{ {string.Join(", ", items)} }},");
            return;
        }

        Open();
        List(items);
        Close(",");
    }

    /// <summary>Adds items, as many as fit on a line, with a comma after each.</summary>
    public void List(IEnumerable<string> items)
    {
        var line = new StringBuilder();
        foreach (var item in items)
        {
            if (line.Length > 0 && line.Length + item.Length + 1 > LineLength)
                Flush();
            line.Append(line.Length > 0 ? " " : "").Append(item).Append(',');
        }

        Flush();

        void Flush()
        {
            Line(line.ToString());
            line.Clear();
        }
    }

    /// <summary>Adds a comment of as many lines as it takes; nothing in it ends it or is read as anything else.</summary>
    public void Comment(params ReadOnlySpan<string> lines)
    {
        var safe = lines.ToArray().SelectMany(line => line.Split('\n')).SelectMany(Wrapped).Select(Safe).ToArray();
        for (var index = 0; index < safe.Length; index++)
            Line(((index == 0 ? "/* " : " * ") + safe[index] + (index == safe.Length - 1 ? " */" : "")).TrimEnd());
    }

    /// <summary>Adds what another text holds.</summary>
    public void Append(CText other) => text.Append(other.text);

    public override string ToString() => text.ToString();

    static string Safe(string line) => string.Concat(line.Select(letter => letter is >= ' ' and <= '~' ? letter : ' '))
        .Replace("*/", "* /", StringComparison.Ordinal).Replace("/*", "/ *", StringComparison.Ordinal)
        .Replace("??", "? ?", StringComparison.Ordinal).TrimEnd().TrimEnd('\\');

    static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > LineLength && line.LastIndexOf(' ', LineLength) is > 8 and var space)
        {
            yield return line[..space];
            line = "    " + line[(space + 1)..];
        }

        yield return line;
    }
}
