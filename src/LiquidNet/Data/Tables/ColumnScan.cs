namespace LiquidNet.Data.Tables;

/// <summary>Finds out whether a column holds numbers or categories, and which.</summary>
/// <param name="column">The name of the column.</param>
/// <param name="text">What fields mean.</param>
/// <param name="isCategorical">Whether numbers, too, name categories.</param>
/// <param name="most">How many categories there may be.</param>
/// <param name="remedy">What to do where there are more, behind what kind of column it is.</param>
sealed class ColumnScan(string column, CsvText text, bool isCategorical, int most, string remedy)
{
    readonly HashSet<string> values = new(StringComparer.Ordinal);
    bool? isText = isCategorical ? true : null;
    CsvPlace first;
    long fields;
    long likeNumbers;
    (string Field, CsvPlace Place) firstLikeNumber;

    /// <summary>The name of the column.</summary>
    public string Column => column;

    /// <summary>Whether the column holds classes: no name of one is a number with decimals unless it is listed.</summary>
    public bool IsOfClasses { get; init; }

    /// <summary>The only classes that there may be; null where they are found.</summary>
    public CategoryList? Listed { get; init; }

    /// <summary>Looks at the column's field in the present row.</summary>
    public void Add(CsvReader reader, ReadOnlySpan<char> field)
    {
        if (text.IsMissing(field))
            return;
        if (!isCategorical)
            CheckKind(reader, field);
        Listed?.PlaceOf(reader, field, column, "classes");
        if (IsOfClasses && Listed is null && text.TryNumber(field, out double number) && !double.IsInteger(number))
        {
            throw reader.Fault(
                $"{CsvReader.Excerpt(field)} is a value, not a class; name values that are to be predicted as {nameof(CsvOptions.Target)} "
                + $"or {nameof(CsvOptions.Targets)}, or list them as {nameof(CsvOptions.Classes)}",
                column);
        }

        if (isText != true || !values.GetAlternateLookup<ReadOnlySpan<char>>().Add(field) || values.Count <= most || Listed is not null)
            return;
        CheckAreTexts();
        throw reader.Fault(
            FormattableString.Invariant($"with {CsvReader.Excerpt(field)} there are more than the {most} different values that a column ") +
            $"of {remedy}", column);
    }

    /// <summary>Whether no row has a value that names a category.</summary>
    public bool IsEmpty => values.Count == 0;

    /// <summary>The categories; null for a column of numbers, or of nothing.</summary>
    /// <exception cref="InvalidDataException">Most of them look like numbers that are written otherwise.</exception>
    public CategoryList? Categories()
    {
        if (isText != true || IsEmpty)
            return null;
        CheckAreTexts();
        return Listed ?? CategoryList.Of(values, text);
    }

    /// <summary>Refuses texts that nobody has called categories and of which most look like numbers: 38.88 kW would be told from 38.89 kW
    /// as a name is from another, and no model would see that one is more.</summary>
    void CheckAreTexts()
    {
        if (2 * likeNumbers > fields)
            throw NumberExpected("most fields of the column look like one", firstLikeNumber);
    }

    void Count(CsvReader reader, ReadOnlySpan<char> field)
    {
        fields++;
        if (CsvText.LooksLikeNumber(field) && likeNumbers++ == 0)
            firstLikeNumber = (field.ToString(), reader.Place);
    }

    void CheckKind(CsvReader reader, ReadOnlySpan<char> field)
    {
        var isNumber = text.TryNumber(field, out float _);
        if (isText is null)
            (isText, first) = (!isNumber, reader.Place);
        else if (isText == isNumber)
            throw Mixed(reader, field, isNumber);
        if (isText == true)
            Count(reader, field);
    }

    InvalidDataException Mixed(CsvReader reader, ReadOnlySpan<char> field, bool isNumber)
    {
        if (!isNumber && CsvText.LooksLikeNumber(field))
            return NumberExpected($"{first.SeenFrom(reader.Place)} has one", (field.ToString(), reader.Place));
        if (isNumber && firstLikeNumber.Place == first)
            return NumberExpected($"{reader.Place.SeenFrom(first)} has one", firstLikeNumber);
        return reader.Fault(
            $"{CsvReader.Excerpt(field)} is {Kind(isNumber)}, but {first.SeenFrom(reader.Place)} has {Kind(!isNumber)}; " +
            "mend one, or list the column as categorical or to be ignored", column);

        static string Kind(bool isNumber) => isNumber ? "a number" : "none that a model could read as a number";
    }

    InvalidDataException NumberExpected(string reason, (string Field, CsvPlace Place) found) => found.Place.Fault(
        $"a number is expected, as {reason}, but is {CsvReader.Excerpt(found.Field)}{text.RemedyOf(found.Field)}; or list the column as "
        + "categorical or to be ignored", column);
}
