using System.Globalization;

namespace LiquidNet.Data.Tables;

/// <summary>What the text of a field means, whatever the culture.</summary>
sealed class CsvText
{
    /// <summary>From here on neighbouring integers are one number: long device numbers and nanoseconds would become one.</summary>
    public const double LeastInexactInteger = 1L << 53;

    /// <summary>No number is written with more characters than this by anyone who means a number.</summary>
    const int LongestNumber = 64;

    static readonly string[] Missing = ["", "NA", "N/A", "NaN", "null", "?"];
    static readonly string[] NotFinite = ["inf", "infinity", "\u221E", "nan"];

    readonly CsvOptions options;
    readonly NumberFormatInfo numbers;
    readonly ThousandsMark? thousands;
    readonly string[] listed;
    readonly HashSet<double> listedNumbers = [];

    public CsvText(CsvOptions options)
    {
        this.options = options;
        numbers = With(options.DecimalSeparator);
        thousands = options.ThousandsSeparator is { } mark ? new(mark, options.DecimalSeparator) : null;
        listed = [.. options.Missing.Select(text => text.Trim())];
        foreach (var text in listed)
        {
            if (TryNumber(text, out double number))
                listedNumbers.Add(number);
        }
    }

    /// <summary>Whether a field says that its value is not known.</summary>
    public bool IsMissing(ReadOnlySpan<char> field) => IsAmong(Missing, field) || IsListedAsMissing(field);

    /// <summary>Whether a field is one of the further texts, or of their numbers, that mean so in this file.</summary>
    public bool IsListedAsMissing(ReadOnlySpan<char> field) => listed.Length > 0
        && (IsAmong(listed, field) || (TryNumber(field, out double number) && listedNumbers.Contains(number)));

    /// <summary>The number that a field holds; an infinite one is none.</summary>
    public bool TryNumber(ReadOnlySpan<char> field, out double value) =>
        TryNumber(field, thousands, numbers, out value);

    /// <summary>The number that a field holds, to the precision of a model.</summary>
    public bool TryNumber(ReadOnlySpan<char> field, out float value)
    {
        value = TryNumber(field, out double wide) ? (float)wide : float.NaN;
        return float.IsFinite(value);
    }

    /// <summary>Whether a field that is no number looks like one: behind signs, currencies, comparisons and separators comes a digit, or
    /// it is one of the words that programs write for what is infinite or undefined.</summary>
    public static bool LooksLikeNumber(ReadOnlySpan<char> field) =>
        BeginsAsNumber(field) || BeginsAsNumber(field[(field.IndexOf('$') + 1)..]) || IsNotFinite(field);

    /// <summary>What a message adds where a field is no number but looks like one; else nothing.</summary>
    public string RemedyOf(ReadOnlySpan<char> field)
    {
        if (ReasonOf(field) is { } reason)
            return reason;
        if (!LooksLikeNumber(field))
            return "";
        if (ThousandsOf(field) is { } found)
            return found;
        var (name, other) = OtherSeparator;
        var isOther = field.LastIndexOfAny('.', ',') is >= 0 and var last && field[last] == other;
        return $": if it is to be a number, write it as in -1{options.DecimalSeparator}5, without a unit, a currency or a mark between "
            + "thousands"
            + (options.ThousandsSeparator is { } mark ? $" other than a '{mark}' before each three digits" : "")
            + (isOther ? $", and {SetSeparator(other)} if that is a decimal {name}" : "");
    }

    /// <summary>What a message adds where it can be told for certain why a field is no number; else null.</summary>
    public string? ReasonOf(ReadOnlySpan<char> field)
    {
        if (IsNotFinite(field))
            return ", which is not finite: leave the field empty where there is no number";
        if (double.TryParse(field, NumberStyles.Float, numbers, out var value))
        {
            return FormattableString.Invariant(
                $", which is too large: numbers reach {(double.IsFinite(value) ? float.MaxValue : double.MaxValue):G2}; use a larger unit");
        }

        var (name, other) = OtherSeparator;
        var place = field.IndexOf(other);
        if (place < 0 || field.Length > LongestNumber)
            return null;
        Span<char> point = stackalloc char[field.Length];
        field.CopyTo(point);
        point[place] = options.DecimalSeparator;
        if (!TryNumber(point, out double _))
            return null;
        const int DigitsOfThousand = 3;
        return $", which has a decimal {name}: {SetSeparator(other)}"
            + (field.Length - place - 1 == DigitsOfThousand ? $", or {SetThousands(other)} if it stands between thousands" : "");
    }

    static NumberFormatInfo With(char decimalSeparator) =>
        new() { NumberDecimalSeparator = $"{decimalSeparator}", NumberGroupSeparator = "'" };

    static bool TryNumber(ReadOnlySpan<char> field, ThousandsMark? thousands, NumberFormatInfo numbers, out double value)
    {
        if (thousands?.IsIn(field) != true)
            return double.TryParse(field, NumberStyles.Float, numbers, out value) && double.IsFinite(value);
        value = double.NaN;
        Span<char> plain = stackalloc char[LongestNumber];
        return field.Length <= LongestNumber && thousands.TryRemove(field, plain, out var length)
            && double.TryParse(plain[..length], NumberStyles.Float, numbers, out value) && double.IsFinite(value);
    }

    /// <summary>What a message adds where a field is a number once marks between thousands are named; else null.</summary>
    string? ThousandsOf(ReadOnlySpan<char> field)
    {
        foreach (var separator in (char[])[options.DecimalSeparator, OtherSeparator.Character])
        {
            foreach (var mark in ThousandsMark.All)
            {
                var thousands = new ThousandsMark(mark, separator);
                if (mark != separator && thousands.IsIn(field) && TryNumber(field, thousands, With(separator), out _))
                {
                    return $", which has marks between thousands: {SetThousands(mark)}"
                        + (separator == options.DecimalSeparator ? "" : $", and {nameof(CsvOptions.DecimalSeparator)} to '{separator}'");
                }
            }
        }

        return null;
    }

    static bool BeginsAsNumber(ReadOnlySpan<char> field)
    {
        foreach (var character in field)
        {
            if (char.IsDigit(character))
                return true;
            if (character is not ('.' or ',' or '(' or '\'') && char.GetUnicodeCategory(character) is not (UnicodeCategory.MathSymbol
                or UnicodeCategory.CurrencySymbol or UnicodeCategory.DashPunctuation or UnicodeCategory.SpaceSeparator))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether a field is what programs write for an infinite or an undefined number, such as -inf or 1.#INF.</summary>
    static bool IsNotFinite(ReadOnlySpan<char> field)
    {
        var word = field.TrimStart("+-\u2212");
        return IsAmong(NotFinite, word) || word.StartsWith("1.#", StringComparison.Ordinal)
            || word.StartsWith("nan(", StringComparison.OrdinalIgnoreCase);
    }

    static bool IsAmong(string[] texts, ReadOnlySpan<char> field)
    {
        foreach (var text in texts)
        {
            if (field.Equals(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    static string SetSeparator(char separator) =>
        $"set {nameof(CsvOptions)}.{nameof(CsvOptions.DecimalSeparator)} to '{separator}'";

    static string SetThousands(char mark) =>
        $"set {nameof(CsvOptions)}.{nameof(CsvOptions.ThousandsSeparator)} to '{mark}'";

    (string Name, char Character) OtherSeparator => options.DecimalSeparator == '.' ? ("comma", ',') : ("point", '.');
}
