namespace LiquidNet.Checks;

/// <summary>Lengths of time in texts, the same in every culture.</summary>
static class TimeText
{
    static readonly (TimeSpan Length, string Name)[] units =
    [
        (TimeSpan.FromDays(1), "day"), (TimeSpan.FromHours(1), "hour"), (TimeSpan.FromMinutes(1), "minute"),
        (TimeSpan.FromSeconds(1), "second"), (TimeSpan.FromMilliseconds(1), "millisecond"), (TimeSpan.FromMicroseconds(1), "microsecond"),
    ];

    /// <summary>Such as "1 hour" or "1.5 minutes"; as hours, minutes and seconds where that would be rounded.</summary>
    public static string Of(TimeSpan time)
    {
        foreach (var (length, name) in units)
        {
            var count = time / length;
            if (count >= 1 && Math.Round(count, 3) * length == time)
                return FormattableString.Invariant($"{count:0.###} {name}{(count == 1 ? "" : "s")}");
        }

        return time.ToString("c");
    }
}
