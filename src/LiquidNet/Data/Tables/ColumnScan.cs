namespace LiquidNet.Data.Tables;

/// <summary>Finds out whether a column holds numbers or categories, and which.</summary>
/// <param name="column">The name of the column.</param>
/// <param name="text">What fields mean.</param>
/// <param name="isCategorical">Whether numbers, too, name categories.</param>
/// <param name="most">How many categories there may be.</param>
sealed class ColumnScan(string column, CsvText text, bool isCategorical, int most)
{
    readonly HashSet<string> values = new(StringComparer.Ordinal);
    bool? isText = isCategorical ? true : null;
    int firstLine;

    /// <summary>Looks at the column's field in the present row.</summary>
    public void Add(CsvReader reader, ReadOnlySpan<char> field)
    {
        if (CsvText.IsMissing(field))
            return;
        if (!isCategorical)
            CheckKind(reader, field);
        if (isText != true || !values.GetAlternateLookup<ReadOnlySpan<char>>().Add(field) || values.Count <= most)
            return;
        throw reader.Fault(
            FormattableString.Invariant($"with {CsvReader.Excerpt(field)} there are more than the {most} different values that a column ") +
            "of categories may have; list it to be ignored, or as the id", column);
    }

    /// <summary>Whether no row has a value that names a category.</summary>
    public bool IsEmpty => values.Count == 0;

    /// <summary>The categories; null for a column of numbers, or of nothing.</summary>
    public CategoryList? Categories() => isText == true && !IsEmpty ? CategoryList.Of(values, text) : null;

    void CheckKind(CsvReader reader, ReadOnlySpan<char> field)
    {
        var isNumber = text.TryNumber(field, out float _);
        if (isText is null)
        {
            if (!isNumber && text.RemedyOf(field) is { } remedy)
                throw reader.Fault($"a number is expected but is {CsvReader.Excerpt(field)}{remedy}, or list it as categorical", column);
            (isText, firstLine) = (!isNumber, reader.Line);
        }
        else if (isText == isNumber)
        {
            throw reader.Fault(FormattableString.Invariant(
                $"{CsvReader.Excerpt(field)} is {Kind(isNumber)}, but line {firstLine} has {Kind(!isNumber)}; ") +
                "mend one, or list the column as categorical or to be ignored", column);
        }

        static string Kind(bool isNumber) => isNumber ? "a number" : "none that a model could read as a number";
    }
}
