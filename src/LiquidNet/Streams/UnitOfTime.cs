namespace LiquidNet;

/// <summary>How time stamps become timespans: how long the unit of a model's time constants is on the clock.</summary>
readonly struct UnitOfTime
{
    /// <param name="unit">Above zero.</param>
    public UnitOfTime(TimeSpan unit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(unit, TimeSpan.Zero);
        Ticks = unit.Ticks;
    }

    /// <summary>How long the unit is; 0 where none is stated.</summary>
    public long Ticks { get; }

    /// <summary>Whether a unit is stated.</summary>
    public bool IsStated => Ticks > 0;

    /// <summary>Refuses time stamps where no unit is stated.</summary>
    /// <param name="remedy">How a unit is stated, as an order.</param>
    public void CheckStated(string remedy)
    {
        if (!IsStated)
            throw new InvalidOperationException($"Time stamps need a unit of time: {remedy}.");
    }

    /// <summary>Refuses elapsed times where a unit is stated.</summary>
    /// <param name="owner">What was made with the unit.</param>
    public void CheckNotStated(string owner)
    {
        if (IsStated)
            throw new InvalidOperationException($"This {owner} has a unit of time: give each reading its time stamp.");
    }

    /// <summary>The time between two readings: zero before the first, negative where the second is late.</summary>
    public float Between(DateTimeOffset? last, DateTimeOffset time) =>
        last is { } before ? (float)((time.UtcTicks - before.UtcTicks) / (double)Ticks) : 0;
}
