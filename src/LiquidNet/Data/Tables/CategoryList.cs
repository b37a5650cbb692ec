namespace LiquidNet.Data.Tables;

/// <summary>The different values of a column: by number where all are numbers, otherwise by text.</summary>
sealed class CategoryList
{
    /// <summary>From here on neighbouring integers are one number, and long device numbers would become one.</summary>
    const double LeastInexactInteger = 1L << 53;

    readonly CsvText text;
    readonly Dictionary<double, int> indexOfNumber = [];
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> indexOfText;

    CategoryList(CsvText text, IReadOnlyList<string> names, bool areNumbers)
    {
        this.text = text;
        Names = names;
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < names.Count; index++)
        {
            texts.Add(names[index], index);
            if (areNumbers && text.TryNumber(names[index], out double number))
                indexOfNumber.TryAdd(number, index);
        }

        indexOfText = texts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The values as texts, in the order of their numbers or of their characters.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Sorts the values that a column has.</summary>
    public static CategoryList Of(IEnumerable<string> values, CsvText text)
    {
        var names = values.Order(StringComparer.Ordinal).ToArray();
        var numbers = new double[names.Length];
        for (var index = 0; index < names.Length; index++)
        {
            if (!text.TryNumber(names[index], out numbers[index]) || Math.Abs(numbers[index]) >= LeastInexactInteger)
                return new(text, names, areNumbers: false);
        }

        // One number may be written in several ways.
        var different = names.Zip(numbers).DistinctBy(value => value.Second).OrderBy(value => value.Second);
        return new(text, [.. different.Select(value => value.First)], areNumbers: true);
    }

    /// <summary>The place of a value; -1 for one that is not among them.</summary>
    public int IndexOf(ReadOnlySpan<char> field)
    {
        if (indexOfText.TryGetValue(field, out var index))
            return index;
        return indexOfNumber.Count > 0 && text.TryNumber(field, out double number) ? indexOfNumber.GetValueOrDefault(number, -1) : -1;
    }
}
