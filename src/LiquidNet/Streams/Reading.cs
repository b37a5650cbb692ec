namespace LiquidNet;

/// <summary>The values measured at one time, and when: one step of a <see cref="LiquidStream"/>.</summary>
public readonly record struct Reading
{
    /// <summary>A reading with the time since the last one.</summary>
    /// <param name="values">The values measured [InputSize]; <c>NaN</c> for a missing value, if the cell handles it.</param>
    /// <param name="elapsed">Time since the last reading, in the unit of the model's time constants; zero or more. Default: 1.</param>
    public Reading(ReadOnlyMemory<float> values, float elapsed = 1) => (Values, Elapsed) = (values, elapsed);

    /// <summary>A reading with its time stamp, for streams and pools that have a unit of time.</summary>
    /// <param name="values">The values measured [InputSize]; <c>NaN</c> for a missing value, if the cell handles it.</param>
    /// <param name="time">When the values were measured.</param>
    public Reading(ReadOnlyMemory<float> values, DateTimeOffset time) => (Values, Time) = (values, time);

    /// <summary>The values measured [InputSize].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Time since the last reading, in the unit of the model's time constants; not used if there is a time stamp.</summary>
    public float Elapsed { get; }

    /// <summary>When the values were measured; null if only the elapsed time is known.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>The number of values, and the elapsed time or the time stamp.</summary>
    public override string ToString() => Time is { } time
        ? FormattableString.Invariant($"{Values.Length} values at {time:O}")
        : FormattableString.Invariant($"{Values.Length} values after {Elapsed}");
}
