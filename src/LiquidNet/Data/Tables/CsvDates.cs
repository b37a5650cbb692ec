using System.Globalization;
using System.Text.RegularExpressions;

namespace LiquidNet.Data.Tables;

/// <summary>What the text of a date with time means, whatever the culture and the clock of the machine.</summary>
sealed partial class CsvDates(CsvOptions options)
{
    /// <summary>What a message adds where a field is no date, or one that leaves something to be guessed.</summary>
    public string Remedy => options.DateFormat is { } format
        ? $", and {nameof(CsvOptions)}.{nameof(CsvOptions.DateFormat)} is '{format}'"
        : "; a year of four digits, month and day are needed, and the year has to come first or the month be named, as in "
            + $"2026-01-31 10:00, or set {nameof(CsvOptions)}.{nameof(CsvOptions.DateFormat)} to what dates look like, for example to "
            + "'dd.MM.yyyy HH:mm'";

    /// <summary>Whether a format gives year, month and day: what it leaves out the machine's clock would give.</summary>
    public static bool IsWhole(string format)
    {
        const DateTimeStyles Whole = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
            | DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.AllowWhiteSpaces;
        var date = new DateTime(1987, 11, 23, 0, 0, 0, DateTimeKind.Utc); // in no year that a clock shows
        try
        {
            var text = date.ToString(format, CultureInfo.InvariantCulture);
            return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Whole, out var read) && read.Date == date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The date with time that a field holds, in units since 1970.</summary>
    public bool TryDate(ReadOnlySpan<char> field, TimeSpan unit, out double value)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        var isDate = options.DateFormat is { } format
            ? DateTimeOffset.TryParseExact(field, format, CultureInfo.InvariantCulture, Utc, out var date)
            : DateTimeOffset.TryParse(field, CultureInfo.InvariantCulture, Utc, out date)
                && (YearFirst().IsMatch(field) || NamesMonthYearAndDay(field));
        value = UnitsSince1970(date, unit);
        return isDate;
    }

    /// <summary>Whether a date says how far its clock is from UTC: behind a time of day stands a sign, or it ends in Z or GMT.</summary>
    public static bool HasOffset(ReadOnlySpan<char> date) =>
        date.IndexOf(':') is >= 0 and var time && (date[time..].ContainsAny('+', '-') || date[^1] is 'Z' or 'z'
            || date.EndsWith("GMT", StringComparison.OrdinalIgnoreCase));

    /// <summary>A date in units since the first moment of 1970.</summary>
    public static double UnitsSince1970(DateTimeOffset date, TimeSpan unit) =>
        (double)(date.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / unit.Ticks;

    /// <summary>Whether a date has the name of its month, and beside times exactly a year of four digits and a day: one number would be
    /// taken for the year or the day, and what is lacking from the machine's clock. PM without an hour would be noon.</summary>
    static bool NamesMonthYearAndDay(ReadOnlySpan<char> field)
    {
        var (years, days, others) = (0, 0, 0);
        foreach (var match in TimesAndNumbers().EnumerateMatches(field))
        {
            var text = field.Slice(match.Index, match.Length);
            if (text.ContainsAny(":mM"))
                continue;
            (years, days, others) = text.Length switch
            {
                1 or 2 => (years, days + 1, others),
                4 => (years + 1, days, others),
                _ => (years, days, others + 1),
            };
        }

        return (years, days, others) == (1, 1, 0) && NamesMonth(field) && !HalfDayWithoutHour().IsMatch(field);
    }

    static bool NamesMonth(ReadOnlySpan<char> field)
    {
        foreach (var month in CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames)
        {
            if (month.Length > 0 && field.Contains(month, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Year, month and day, and a time or nothing behind them: in 03/04/2026 the month is the third or the fourth, depending on
    /// who wrote it, and 2026-03 has no day.</summary>
    [GeneratedRegex(@"^[0-9]{4}([-/. ])[0-9]{1,2}\1[0-9]{1,2}(Z?$|[-+Tt ].*:)")]
    private static partial Regex YearFirst();

    /// <summary>Times of day with their offset, and all other numbers.</summary>
    [GeneratedRegex("[0-9]{1,2}:[^ ]*( *[-+][0-9]{2,4}(?![0-9]))?|[0-9]{1,2} *[AaPp][Mm]|[0-9]+")]
    private static partial Regex TimesAndNumbers();

    /// <summary>AM or PM that does not stand behind an hour or a time of day.</summary>
    [GeneratedRegex(@"(?<![A-Za-z])(?<!\b[0-9]{1,2}(:[0-9:.]*)? *)[AaPp][Mm]?(?![A-Za-z])")]
    private static partial Regex HalfDayWithoutHour();
}
