using System.Globalization;

namespace LiquidNet.Data.Tables;

/// <summary>What the text of a field means, whatever the culture.</summary>
sealed class CsvText(CsvOptions options)
{
    /// <summary>No number is written with more characters than this by anyone who means a number.</summary>
    const int LongestNumber = 64;

    static readonly string[] Missing = ["", "NA", "N/A", "NaN", "null", "?"];

    readonly NumberFormatInfo numbers = new() { NumberDecimalSeparator = $"{options.DecimalSeparator}", NumberGroupSeparator = "'" };

    /// <summary>Whether a field says that its value is not known.</summary>
    public static bool IsMissing(ReadOnlySpan<char> field)
    {
        foreach (var text in Missing)
        {
            if (field.Equals(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>The number that a field holds; an infinite one is none.</summary>
    public bool TryNumber(ReadOnlySpan<char> field, out double value) =>
        double.TryParse(field, NumberStyles.Float, numbers, out value) && double.IsFinite(value);

    /// <summary>The number that a field holds, to the precision of a model.</summary>
    public bool TryNumber(ReadOnlySpan<char> field, out float value)
    {
        value = TryNumber(field, out double wide) ? (float)wide : float.NaN;
        return float.IsFinite(value);
    }

    /// <summary>Whether a field begins as a number does, behind its sign.</summary>
    public static bool BeginsWithDigit(ReadOnlySpan<char> field) => field.TrimStart("+-") is [>= '0' and <= '9', ..];

    /// <summary>What a message says where a field begins as a number does and is none.</summary>
    public string RemedyOfText(ReadOnlySpan<char> field)
    {
        var (name, other) = OtherSeparator;
        var isOther = field.LastIndexOfAny('.', ',') is >= 0 and var last && field[last] == other;
        return "if it is to be a number, write it without a unit and without a mark between thousands" + (isOther
            ? $", and set {nameof(CsvOptions)}.{nameof(CsvOptions.DecimalSeparator)} to '{other}' if that is a decimal {name}"
            : "");
    }

    /// <summary>What a message adds where a field is a number with the other decimal separator; else null.</summary>
    public string? RemedyOf(ReadOnlySpan<char> field)
    {
        var (name, other) = OtherSeparator;
        var place = field.IndexOf(other);
        if (place < 0)
            return null;
        Span<char> point = stackalloc char[Math.Min(field.Length, LongestNumber)];
        if (field.Length > point.Length)
            return null;
        field.CopyTo(point);
        point[place] = options.DecimalSeparator;
        return TryNumber(point, out double _)
            ? $", which has a decimal {name}: set {nameof(CsvOptions)}.{nameof(CsvOptions.DecimalSeparator)} to '{other}'"
            : null;
    }

    (string Name, char Character) OtherSeparator => options.DecimalSeparator == '.' ? ("comma", ',') : ("point", '.');

    /// <summary>What a message adds where a field is no date, or one of which nobody can tell the month from the day.</summary>
    public string RemedyOfDate => options.DateFormat is { } format
        ? $", and {nameof(CsvOptions)}.{nameof(CsvOptions.DateFormat)} is '{format}'"
        : $"; the year has to come first, as in 2026-01-31 10:00, or set {nameof(CsvOptions)}.{nameof(CsvOptions.DateFormat)} to what "
            + "dates look like, for example to 'dd.MM.yyyy HH:mm'";

    /// <summary>The date with time that a field holds, in units since 1970.</summary>
    public bool TryDate(ReadOnlySpan<char> field, TimeSpan unit, out double value)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        var isDate = options.DateFormat is { } format
            ? DateTimeOffset.TryParseExact(field, format, CultureInfo.InvariantCulture, Utc, out var date)
            : DateTimeOffset.TryParse(field, CultureInfo.InvariantCulture, Utc, out date);
        value = UnitsSince1970(date, unit);
        return isDate && (options.DateFormat is not null || (TellsMonthFromDay(field) && NamesItsDay(field)));
    }

    /// <summary>Whether a date has its year first, or the name of its month: in 03/04/2026 the month is the third or the fourth, depending
    /// on who wrote it.</summary>
    static bool TellsMonthFromDay(ReadOnlySpan<char> field)
    {
        field = field.TrimStart();
        if (field.Length > 4 && !field[..4].ContainsAnyExceptInRange('0', '9') && !char.IsAsciiDigit(field[4]))
            return true;
        foreach (var month in CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames)
        {
            if (month.Length > 0 && field.Contains(month, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Whether a date says its year and day; else those of the machine's clock would be taken.</summary>
    static bool NamesItsDay(ReadOnlySpan<char> field) =>
        !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        && DateTime.TryParse(field, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var date)
        && date.Year > 1;

    /// <summary>A date in units since the first moment of 1970.</summary>
    public static double UnitsSince1970(DateTimeOffset date, TimeSpan unit) =>
        (double)(date.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / unit.Ticks;
}
