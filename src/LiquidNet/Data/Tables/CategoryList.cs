using LiquidNet.Checks;

namespace LiquidNet.Data.Tables;

/// <summary>The different values of a column: by number where all are numbers, otherwise by text.</summary>
sealed class CategoryList
{
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

    /// <summary>The values as texts, in the order of their numbers, of their characters, or of a list.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Sorts the values that a column has.</summary>
    public static CategoryList Of(IEnumerable<string> values, CsvText text)
    {
        var names = values.Order(StringComparer.Ordinal).ToArray();
        if (NumbersOf(names, text) is not { } numbers)
            return new(text, names, areNumbers: false);

        // One number may be written in several ways.
        var different = names.Zip(numbers).DistinctBy(value => value.Second).OrderBy(value => value.Second);
        return new(text, [.. different.Select(value => value.First)], areNumbers: true);
    }

    /// <summary>Takes the values that a column may have, in their order.</summary>
    /// <exception cref="ArgumentException">There are none, or one twice, or one that means that there is no value.</exception>
    public static CategoryList Listed(IEnumerable<string> values, CsvText text, string subject, string parameter)
    {
        string[] names = [.. values.Select(value => value.Trim())];
        var numbers = NumbersOf(names, text);
        for (var index = 0; index < names.Length; index++)
        {
            if (text.IsMissing(names[index]))
                throw new ArgumentException($"{subject} has '{names[index]}', which means that a class is missing.", parameter);
            if (names.AsSpan(0, index).Contains(names[index]) || numbers?.AsSpan(0, index).Contains(numbers[index]) == true)
                throw new ArgumentException($"{subject} has '{names[index]}' twice; each class may occur once.", parameter);
        }

        return names.Length > 0
            ? new(text, names, areNumbers: numbers is not null)
            : throw new ArgumentException($"{subject} is empty; list all classes, or leave it out.", parameter);
    }

    /// <summary>Takes back the values of an earlier list, in their order.</summary>
    /// <exception cref="ArgumentException">There are none, or one twice.</exception>
    public static CategoryList Restored(IReadOnlyList<string> names, CsvText text)
    {
        Require.NoneTwice(names, "A list of categories", nameof(names));
        if (names.Count == 0)
            throw new ArgumentException("A list of categories is empty.", nameof(names));
        return new(text, names, areNumbers: NumbersOf([.. names], text) is not null);
    }

    /// <summary>The place of the value in a field of a column, which has to be among them.</summary>
    public int PlaceOf(CsvReader reader, ReadOnlySpan<char> field, string column, string plural) => IndexOf(field) is >= 0 and var place
        ? place
        : throw reader.Fault(
            $"{CsvReader.Excerpt(field)} is none of the {plural} {string.Join(", ", Names.Select(name => $"'{name}'"))}", column);

    /// <summary>The place of a value; -1 for one that is not among them.</summary>
    int IndexOf(ReadOnlySpan<char> field)
    {
        if (indexOfText.TryGetValue(field, out var index))
            return index;
        return indexOfNumber.Count > 0 && text.TryNumber(field, out double number) ? indexOfNumber.GetValueOrDefault(number, -1) : -1;
    }

    /// <summary>The values as numbers; null where one is none, or so large that others would be the same.</summary>
    static double[]? NumbersOf(string[] names, CsvText text)
    {
        var numbers = new double[names.Length];
        for (var index = 0; index < names.Length; index++)
        {
            if (!text.TryNumber(names[index], out numbers[index]) || Math.Abs(numbers[index]) >= CsvText.LeastInexactInteger)
                return null;
        }

        return numbers;
    }
}
