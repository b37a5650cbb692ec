using System.Globalization;
using System.Text.RegularExpressions;

namespace LiquidNet.Samples;

/// <summary>How the times of a table read: numbers as they are, dates as dates.</summary>
/// <param name="unit">How long the unit of time is, where times are dates, counted from the first moment of 1970; null for numbers.</param>
/// <param name="format">How the table writes its dates; null for ISO 8601.</param>
sealed class TimeScale(TimeSpan? unit, string? format = null)
{
    const string Iso = "yyyy-MM-ddTHH:mm:ss.FFFFFFZ";

    /// <summary>What tables mostly write.</summary>
    static readonly string[] Usual =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd",
        "yyyy/MM/dd HH:mm:ss", "yyyy/MM/dd HH:mm", "yyyy/MM/dd",
    ];

    /// <summary>How long the unit of time is, where times are dates.</summary>
    public TimeSpan? Unit => unit;

    /// <summary>Whether times are dates.</summary>
    public bool HasDates => unit is not null;

    /// <summary>How a text writes a date that occurs in it; null where that cannot be told.</summary>
    /// <param name="text">The beginning of a table.</param>
    /// <param name="time">A time that is in it, in units.</param>
    /// <param name="unit">How long the unit is.</param>
    public static string? FormatIn(string text, double time, TimeSpan unit) => Usual.FirstOrDefault(usual => Regex.IsMatch(
        text, $"""(?m)(?<=^|[,;\t|"]){Regex.Escape(new TimeScale(unit, usual).Written(time))}(?=\r?$|[,;\t|"])"""));

    /// <summary>This scale, in ISO 8601 where the table's own form cannot hold all of some times.</summary>
    public TimeScale Holding(IEnumerable<double> times) =>
        unit is { } step && format is not null && times.Any(time => IsLost(time, step)) ? new(unit) : this;

    /// <summary>A time for programs: a date as the table writes it, else the number.</summary>
    public object ForPrograms(double time) => HasDates ? Written(time) : time;

    /// <summary>A time for people.</summary>
    public string ForPeople(double time)
    {
        if (!HasDates)
            return time.ToString("0.###", CultureInfo.InvariantCulture);
        var date = DateOf(time);
        var form = date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : date.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss";
        return date.ToString(form, CultureInfo.InvariantCulture);
    }

    /// <summary>Where a time lies on an axis: days since the first moment of 1970 for dates, else the number.</summary>
    public double OnAxis(double time) => unit is { } step ? time * step.TotalDays : time;

    string Written(double time) => DateOf(time).ToString(format ?? Iso, CultureInfo.InvariantCulture);

    bool IsLost(double time, TimeSpan step) =>
        !DateTimeOffset.TryParseExact(Written(time), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
        || Math.Abs((read - DateOf(time)) / step) > 1e-6;

    /// <summary>To a microsecond, which is what a number of units tells in our time.</summary>
    DateTimeOffset DateOf(double time) => DateTimeOffset.UnixEpoch.AddMicroseconds(Math.Round(time * unit!.Value.TotalMicroseconds));
}
