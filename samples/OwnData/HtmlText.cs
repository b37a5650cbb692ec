using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace LiquidNet.Samples;

/// <summary>A page that needs nothing beside itself: no script, no font, pictures inside.</summary>
/// <param name="title">The title of the page.</param>
sealed class HtmlText(string title)
{
    /// <summary>Fonts of about one width, so that letters which a picture has placed fit whichever is there.</summary>
    const string Fonts = "'DejaVu Sans', Verdana, sans-serif";

    const string Style = $$"""
        body { font: 15px/1.5 {{Fonts}}; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24 }
        h1 { font-size: 1.7rem } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #d0d7de }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums } td, th { padding: .25rem .9rem .25rem 0; text-align: left }
        td + td, th + th { text-align: right } tr + tr td { border-top: 1px solid #eaeef2 } tr.chosen td { font-weight: 600 }
        img { max-width: 100%; height: auto } .heat { text-align: right; min-width: 3.5rem; padding: .3rem .6rem }
        """;

    readonly StringBuilder body = new();

    /// <summary>Begins a part.</summary>
    public void Heading(string text) => body.Append($"<h2>{Escaped(text)}</h2>\n");

    /// <summary>Adds a paragraph.</summary>
    public void Paragraph(string text) => body.Append($"<p>{Escaped(text)}</p>\n");

    /// <summary>Adds a table from lines of Markdown, whose row of a name stands out.</summary>
    public void Table(ResultTable table, string? chosen = null)
    {
        body.Append("<table>\n");
        foreach (var (line, text) in table.ToMarkdown().Split('\n', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            if (line == 1)
                continue;
            var (cell, cells) = (line == 0 ? "th" : "td", text.Trim('|').Split(" | ").Select(value => value.Trim()).ToArray());
            body.Append(line > 0 && cells[0] == chosen ? "<tr class=\"chosen\">" : "<tr>")
                .AppendJoin("", cells.Select(value => $"<{cell}>{Escaped(value.Replace("\\|", "|", StringComparison.Ordinal))}</{cell}>"))
                .Append("</tr>\n");
        }

        body.Append("</table>\n");
    }

    /// <summary>Adds a picture with what it shows, in the font of the page; identifiers inside it cannot meet those of another.</summary>
    public void Picture(string svg, string alternative) => body.Append(
        $"<img alt=\"{Escaped(alternative)}\" src=\"data:image/svg+xml;base64,{Base64(InFont(svg))}\">\n");

    /// <summary>Adds a matrix of counts, darker where there are more of a row's.</summary>
    public void Heat(IReadOnlyList<string> names, int[,] counts)
    {
        body.Append("<table>\n<tr><th>label \\ prediction</th>")
            .AppendJoin("", names.Select(name => $"<th>{Escaped(name)}</th>")).Append("</tr>\n");
        for (var row = 0; row < names.Count; row++)
        {
            var all = Math.Max(1, Enumerable.Range(0, names.Count).Sum(column => counts[row, column]));
            body.Append($"<tr><td>{Escaped(names[row])}</td>");
            for (var column = 0; column < names.Count; column++)
            {
                var share = (int)(100.0 * counts[row, column] / all);
                body.Append($"<td class=\"heat\" style=\"background: rgb(9 105 218 / {share / 2}%)\">{counts[row, column]}</td>");
            }

            body.Append("</tr>\n");
        }

        body.Append("</table>\n");
    }

    /// <summary>The page.</summary>
    public override string ToString() =>
        $"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{Escaped(title)}</title>\n<style>\n{Style}\n</style>\n"
        + $"<h1>{Escaped(title)}</h1>\n{body}</html>\n";

    static string InFont(string svg) => Regex.Replace(svg, "font-family=\"[^\"]*\"", $"font-family=\"{Fonts}\"");

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
