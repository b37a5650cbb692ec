namespace LiquidNet.Data.Tables;

/// <summary>A column that a model sees: as a number, or as zeros and a one among its categories.</summary>
/// <param name="Column">Its name in the header.</param>
/// <param name="Categories">What it may hold; null for numbers.</param>
sealed record FeatureColumn(string Column, CategoryList? Categories)
{
    /// <summary>The names of its features.</summary>
    public IEnumerable<string> Names => Categories?.Names.Select(category => $"{Column}={category}") ?? [Column];

    /// <summary>How many features it has.</summary>
    public int Width => Categories?.Names.Count ?? 1;

    /// <summary>The number, or the place of the category, in a field; <c>NaN</c> where it is missing.</summary>
    public float Read(CsvReader reader, ReadOnlySpan<char> field, CsvText text)
    {
        if (Categories is null)
            return Number(reader, Column, field, text);
        return text.IsMissing(field) ? float.NaN : Categories.PlaceOf(reader, field, Column, "categories");
    }

    /// <summary>Writes the features of what was read; all are missing where it is.</summary>
    public void Write(float value, Span<float> features)
    {
        if (Categories is null || float.IsNaN(value))
        {
            features.Fill(value);
            return;
        }

        features.Clear();
        features[(int)value] = 1;
    }

    /// <summary>The number in a field, <c>NaN</c> where it is missing.</summary>
    public static float Number(CsvReader reader, string column, ReadOnlySpan<char> field, CsvText text)
    {
        if (text.IsMissing(field))
            return float.NaN;
        return text.TryNumber(field, out float value)
            ? value
            : throw reader.Fault($"a number is expected but is {CsvReader.Excerpt(field)}{text.RemedyOf(field)}", column);
    }
}
