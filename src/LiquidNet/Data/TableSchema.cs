using LiquidNet.Data.Tables;
using LiquidNet.Files;

namespace LiquidNet.Data;

/// <summary>What the columns of a <see cref="SequenceTable"/> mean to a model: what each serves, how numbers, times and gaps are written,
/// and which categories and classes there are. Kept in a file beside a model, it reads new data as the model's training data was
/// read.</summary>
/// <example>
/// <code>
/// table.Schema.Save("vitals.schema.json");
/// // in another program
/// var fresh = SequenceTable.ReadCsv("new.csv", TableSchema.Load("vitals.schema.json"));
/// </code>
/// </example>
public sealed class TableSchema
{
    const int MostCategories = 100;
    const int MostClasses = 1_000;
    const string ManyCategories = "categories may have; list it to be ignored, or as the id";
    const string ManyClasses = $"classes may have; name values that are to be predicted as {nameof(CsvOptions.Target)} or "
        + $"{nameof(CsvOptions.Targets)}";

    readonly FeatureColumn[] columns;
    readonly Dictionary<string, int> placeOf = new(StringComparer.Ordinal);

    internal TableSchema(TableColumns columns, FeatureColumn[] features, CategoryList? classes)
    {
        (Columns, this.columns, Classes) = (columns, features, classes);
        Dates = new(columns.Options);
        for (var place = 0; place < features.Length; place++)
            placeOf.Add(features[place].Column, place);
        FeatureNames = Array.AsReadOnly([.. features.SelectMany(feature => feature.Names)]);
        OutputNames = Array.AsReadOnly([.. classes?.Names ?? columns.TargetColumns]);
    }

    /// <summary>The names of all features, of which a column of categories has several.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The names of the classes or of the target values.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>How long the unit of the timespans is: <see cref="CsvOptions.Unit"/>; null if the column of time holds numbers.</summary>
    public TimeSpan? TimeUnit => Columns.Options.Unit;

    /// <summary>Which columns serve what.</summary>
    internal TableColumns Columns { get; }

    /// <summary>What fields mean.</summary>
    internal CsvText Text => Columns.Text;

    /// <summary>What dates mean.</summary>
    internal CsvDates Dates { get; }

    /// <summary>The columns that a model sees.</summary>
    internal IReadOnlyList<FeatureColumn> Features => columns;

    /// <summary>The classes that labels count; null where there are none.</summary>
    internal CategoryList? Classes { get; }

    /// <summary>Writes it as JSON; a file that is there is replaced as a whole.</summary>
    /// <param name="path">The file; its folder has to exist.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is as it was.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => TableSchemaJson.Write(stream, this));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no schema, or one that does not hold together.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read, or is a folder.</exception>
    public static TableSchema Load(string path)
    {
        using var stream = File.OpenRead(path);
        return TableSchemaJson.Read(stream, path);
    }

    /// <summary>Lists features and classes or target values.</summary>
    public override string ToString() =>
        $"TableSchema: {string.Join(", ", FeatureNames)}{(OutputNames.Count > 0 ? $" -> {string.Join(", ", OutputNames)}" : "")}";

    /// <summary>The place of a column, or of a variable, among the features; null if it is not a feature.</summary>
    internal int? PlaceOf(ReadOnlySpan<char> feature) =>
        placeOf.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(feature, out var place) ? place : null;

    /// <summary>Turns what the columns hold, at the end of a span, into the features that fill it.</summary>
    /// <remarks>A column has at least one feature, so that none is written over before it is read.</remarks>
    internal void Expand(Span<float> features)
    {
        var values = features[^columns.Length..];
        var place = 0;
        for (var index = 0; index < columns.Length; index++)
        {
            columns[index].Write(values[index], features.Slice(place, columns[index].Width));
            place += columns[index].Width;
        }
    }

    /// <summary>Reads texts once to find their categories and classes.</summary>
    internal static TableSchema Find(IReadOnlyList<CsvSource> sources, TableColumns columns)
    {
        using var first = CsvReader.Open(sources[0], columns);
        List<ColumnScan> features = [.. columns.FeaturesOf(first).Select(Begin)];
        var variables = columns.IsLong ? new VariableScan(columns.Options, Begin) : null;
        var classes = columns.ClassColumn is { } named
            ? new ColumnScan(named, columns.Text, isCategorical: true, MostClasses, ManyClasses)
            {
                IsOfClasses = true,
                Listed = columns.ListedClasses,
            }
            : null;
        List<ColumnScan> scans = classes is null ? features : [.. features, classes];
        foreach (var source in sources)
        {
            using var reader = CsvReader.Open(source, columns);
            reader.CheckNames(first);
            Scan(reader, scans, variables);
        }

        if (classes?.IsEmpty == true)
            throw first.HeaderFault($"no row has a class in column {CsvReader.Excerpt(columns.ClassColumn)}", further: sources.Count - 1);
        FeatureColumn[] found =
            [.. (variables?.Found(first) ?? features).Select(scan => new FeatureColumn(scan.Column, scan.Categories()))];
        CheckNames(first, found);
        return new(columns, found, classes?.Categories());

        ColumnScan Begin(string column) =>
            new(column, columns.Text, columns.Options.Categorical.Contains(column), MostCategories, ManyCategories);
    }

    static void Scan(CsvReader reader, List<ColumnScan> scans, VariableScan? variables)
    {
        int[] places = [.. scans.Select(scan => reader.Find(scan.Column)!.Value)];
        while (reader.Read())
        {
            for (var index = 0; index < places.Length; index++)
                scans[index].Add(reader, reader.Field(places[index]));
            variables?.Add(reader);
        }
    }

    /// <summary>Refuses columns of which one is called as a category of another is.</summary>
    static void CheckNames(CsvReader reader, FeatureColumn[] features)
    {
        var columnOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, column) in features.SelectMany(feature => feature.Names, (feature, name) => (name, feature.Column)))
        {
            if (!columnOf.TryAdd(name, column))
            {
                throw reader.HeaderFault($"columns {CsvReader.Excerpt(columnOf[name])} and {CsvReader.Excerpt(column)} both give a feature "
                    + $"{CsvReader.Excerpt(name)}; rename one, or list it to be ignored");
            }
        }
    }
}
