namespace LiquidNet.Data.Tables;

/// <summary>Finds the variables of texts with one reading a row, and whether each holds numbers or categories.</summary>
/// <param name="options">Which column names the variable, and which variables are features.</param>
/// <param name="begin">Begins to look at a variable of a name.</param>
sealed class VariableScan(CsvOptions options, Func<string, ColumnScan> begin)
{
    const int Most = 10_000;

    readonly Dictionary<string, ColumnScan?> known = new(StringComparer.Ordinal);
    readonly List<ColumnScan> found = [];

    /// <summary>Looks at the reading in the present row.</summary>
    public void Add(CsvReader reader)
    {
        var name = NameIn(reader, options);
        if (!known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var scan))
            scan = Begin(reader, name.ToString());
        scan?.Add(reader, reader.Field(reader.Find(options.ValuesFrom!)!.Value));
    }

    /// <summary>The features: as listed, or in the order in which they were first seen.</summary>
    /// <param name="reader">Where a message says that the names are.</param>
    public IReadOnlyList<ColumnScan> Found(CsvReader reader)
    {
        foreach (var listed in (options.Features ?? []).Concat(options.Ignore).Concat(options.Categorical))
        {
            if (!known.ContainsKey(listed))
                throw reader.Fault($"no row has the variable {CsvReader.Excerpt(listed)}; there are {Names()}", options.NamesFrom);
        }

        if (found.Count == 0)
            throw reader.Fault($"no variable is left for features of {Names()}", options.NamesFrom);
        return options.Features is { } features ? [.. features.Select(feature => known[feature]!)] : found;
    }

    /// <summary>The name of the variable of which the present row has a reading.</summary>
    public static ReadOnlySpan<char> NameIn(CsvReader reader, CsvOptions options)
    {
        var name = reader.Field(reader.Find(options.NamesFrom!)!.Value);
        return name.IsEmpty ? throw reader.Fault("a row has to name the variable that it reads, but the field is empty", options.NamesFrom)
            : name;
    }

    ColumnScan? Begin(CsvReader reader, string name)
    {
        var isFeature = options.Features?.Contains(name) ?? !options.Ignore.Contains(name);
        var scan = known[name] = isFeature ? begin(name) : null;
        if (scan is null)
            return null;
        found.Add(scan);
        return found.Count <= Most
            ? scan
            : throw reader.Fault(
                FormattableString.Invariant($"with {CsvReader.Excerpt(name)} there are more than {Most} variables; list those ")
                + $"that a model sees as {nameof(CsvOptions)}.{nameof(options.Features)}, or name another column",
                options.NamesFrom);
    }

    string Names()
    {
        const int MostNamed = 100;
        return string.Join(", ", known.Keys.Take(MostNamed).Select(name => CsvReader.Excerpt(name)));
    }
}
