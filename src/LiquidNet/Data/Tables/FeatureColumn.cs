namespace LiquidNet.Data.Tables;

/// <summary>A column that a model sees: as a number, or as zeros and a one among its categories.</summary>
/// <param name="Column">Its name in the header.</param>
/// <param name="Categories">What it may hold; null for numbers.</param>
sealed record FeatureColumn(string Column, CategoryList? Categories)
{
    /// <summary>The names of its features.</summary>
    public IEnumerable<string> Names => Categories?.Names.Select(category => $"{Column}={category}") ?? [Column];

    /// <summary>Appends the features of a field; all are missing where the field is.</summary>
    public void Read(CsvReader reader, ReadOnlySpan<char> field, CsvText text, List<float> features)
    {
        if (Categories is null)
        {
            features.Add(Number(reader, Column, field, text));
            return;
        }

        var isMissing = CsvText.IsMissing(field);
        var category = isMissing ? -1 : Categories.IndexOf(field);
        if (category < 0 && !isMissing)
        {
            throw reader.Fault(
                $"{CsvReader.Excerpt(field)} is none of the categories {string.Join(", ", Categories.Names.Select(name => $"'{name}'"))}",
                Column);
        }

        for (var index = 0; index < Categories.Names.Count; index++)
            features.Add(isMissing ? float.NaN : index == category ? 1 : 0);
    }

    /// <summary>The number in a field, <c>NaN</c> where it is missing.</summary>
    public static float Number(CsvReader reader, string column, ReadOnlySpan<char> field, CsvText text)
    {
        if (CsvText.IsMissing(field))
            return float.NaN;
        return text.TryNumber(field, out float value)
            ? value
            : throw reader.Fault($"a number is expected but is {CsvReader.Excerpt(field)}", column);
    }
}
