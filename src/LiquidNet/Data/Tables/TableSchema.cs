namespace LiquidNet.Data.Tables;

/// <summary>What the columns of a text mean to a model: found in one pass, used in the next, and for other texts of its kind.</summary>
sealed class TableSchema
{
    const int MostCategories = 100;
    const int MostClasses = 1_000;

    readonly FeatureColumn[] columns;

    TableSchema(TableColumns columns, CsvText text, FeatureColumn[] features, CategoryList? classes)
    {
        (Columns, Text, this.columns, Classes) = (columns, text, features, classes);
        FeatureNames = Array.AsReadOnly([.. features.SelectMany(feature => feature.Names)]);
        ClassNames = Array.AsReadOnly([.. classes?.Names ?? columns.TargetColumns]);
    }

    /// <summary>Which columns serve what.</summary>
    public TableColumns Columns { get; }

    /// <summary>What fields mean.</summary>
    public CsvText Text { get; }

    /// <summary>The columns that a model sees.</summary>
    public IReadOnlyList<FeatureColumn> Features => columns;

    /// <summary>The classes that labels count; null where there are none.</summary>
    public CategoryList? Classes { get; }

    /// <summary>The names of all features, of which a column of categories has several.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The names of the classes or of the target values.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Turns what the columns hold, at the end of a span, into the features that fill it.</summary>
    /// <remarks>A column has at least one feature, so that none is written over before it is read.</remarks>
    public void Expand(Span<float> features)
    {
        var values = features[^columns.Length..];
        var place = 0;
        for (var index = 0; index < columns.Length; index++)
        {
            columns[index].Write(values[index], features.Slice(place, columns[index].Width));
            place += columns[index].Width;
        }
    }

    /// <summary>Reads a text once to find its categories and classes.</summary>
    public static TableSchema Find(CsvSource source, TableColumns columns)
    {
        var text = new CsvText(columns.Options);
        using var reader = CsvReader.Open(source, columns.Options);
        var features = columns.FeaturesOf(reader);
        var scans = features.Select(column =>
            (Place: reader.Find(column)!.Value, Scan: Scan(column, columns.Options.Categorical.Contains(column), MostCategories))).ToList();
        var classes = columns.ClassColumn is { } named ? Scan(named, isCategorical: true, MostClasses) : null;
        if (classes is not null)
            scans.Add((reader.Find(columns.ClassColumn!)!.Value, classes));
        var hasRows = false;
        while (reader.Read())
        {
            hasRows = true;
            foreach (var (place, scan) in scans)
                scan.Add(reader, reader.Field(place));
        }

        if (hasRows && classes?.IsEmpty == true)
            throw reader.HeaderFault($"no row has a class in column {CsvReader.Excerpt(columns.ClassColumn)}");
        FeatureColumn[] found = [.. features.Zip(scans, (column, scanned) => new FeatureColumn(column, scanned.Scan.Categories(reader)))];
        CheckNames(reader, found);
        return new(columns, text, found, classes?.Categories(reader));

        ColumnScan Scan(string column, bool isCategorical, int most) => new(column, text, isCategorical, most);
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
