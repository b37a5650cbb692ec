using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>What a run has found, as a table for the console, for Markdown and for programs. The same in every culture.</summary>
/// <param name="columns">The columns; at least one.</param>
public sealed class ResultTable(params IReadOnlyList<ResultColumn> columns)
{
    readonly List<object?[]> rows = [];

    /// <summary>How many rows there are.</summary>
    public int Count => rows.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="values">Text, numbers, or null where there is nothing to say; one for each column.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void Add(params object?[] values)
    {
        if (values.Length != columns.Count)
            throw new ArgumentException($"The table has {columns.Count} columns, but the row has {values.Length} values.", nameof(values));
        rows.Add(values);
    }

    /// <summary>Writes the table to a console.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var shown = new TableColumn(Markup.Escape(column.Heading)).NoWrap();
            table.AddColumn(column.Format is null ? shown : shown.RightAligned());
        }

        foreach (var row in rows)
            table.AddRow([.. Texts(row).Select(Markup.Escape)]);
        console.Write(table);
    }

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        var rule = columns.Select(column => column.Format is null ? "---" : "---:");
        return Lines([columns.Select(column => column.Heading), rule, .. rows.Select(Texts)], cells =>
            $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");
    }

    /// <summary>The table as comma-separated values with a line of headings, numbers with all their digits.</summary>
    public string ToCsv() => Lines(
        [columns.Select(column => column.Heading), .. rows.Select(row => row.Select(ResultColumn.Exact))],
        cells => string.Join(',', cells.Select(Quoted)));

    /// <summary>Writes <see cref="ToMarkdown"/> into a file.</summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    public void SaveMarkdown(string path) => WholeFile.Write(path, beside => File.WriteAllText(beside, ToMarkdown()));

    /// <summary>Writes <see cref="ToCsv"/> into a file.</summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    public void SaveCsv(string path) => WholeFile.Write(path, beside => File.WriteAllText(beside, ToCsv()));

    /// <summary>Writes both into a folder, as NAME.md and NAME.csv.</summary>
    /// <param name="folder">The folder; it is made if it is not there.</param>
    /// <param name="name">The name without an ending.</param>
    public void Save(string folder, string name)
    {
        SaveMarkdown(Path.Combine(folder, name + ".md"));
        SaveCsv(Path.Combine(folder, name + ".csv"));
    }

    IEnumerable<string> Texts(object?[] row) => columns.Zip(row, (column, value) => column.Rounded(value));

    static string Lines(IEnumerable<IEnumerable<string>> rows, Func<IEnumerable<string>, string> line) =>
        string.Concat(rows.Select(row => line(row) + "\n"));

    static string Quoted(string cell) => cell.AsSpan().IndexOfAny("\",\r\n") < 0
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
