using LiquidNet.Checks;

namespace LiquidNet;

/// <summary>How time stamps become timespans: how long the unit of a model's time constants is on the clock.</summary>
/// <remarks>It is stated, by the caller, and then all readings have time stamps; or offered, by a network that knows it, and the first
/// reading decides; or not known, and no reading has one.</remarks>
readonly struct UnitOfTime
{
    readonly bool isOffered;
    readonly bool isDeclined;

    UnitOfTime(long ticks, bool isOffered, bool isDeclined = false) =>
        (Ticks, this.isOffered, this.isDeclined) = (ticks, isOffered, isDeclined);

    /// <summary>How long the unit is; 0 where it is not known.</summary>
    public long Ticks { get; }

    /// <summary>Whether the unit is known.</summary>
    public bool IsKnown => Ticks > 0;

    /// <summary>Whether readings must have time stamps; null where the first one decides.</summary>
    public bool? HasTimes => isOffered ? null : IsKnown;

    /// <summary>A unit that a caller states for a network.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above zero.</exception>
    /// <exception cref="ArgumentException">The network knows another one.</exception>
    public static UnitOfTime Stated(TimeSpan unit, LiquidNetwork network)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(unit, TimeSpan.Zero);
        Require.SameUnit(unit, "the readings", network.TimeUnit, "the network", nameof(unit));
        return new(unit.Ticks, isOffered: false);
    }

    /// <summary>The unit of a network, if it knows one.</summary>
    public static UnitOfTime OfferedBy(LiquidNetwork network) => new(network.TimeUnit?.Ticks ?? 0, network.TimeUnit.HasValue);

    /// <summary>The unit once a reading has a time stamp.</summary>
    /// <param name="remedy">How a unit is stated, as an order.</param>
    /// <exception cref="InvalidOperationException">None is known, or an earlier reading had an elapsed time.</exception>
    public UnitOfTime ForTimes(string remedy) => IsKnown
        ? new(Ticks, isOffered: false)
        : throw new InvalidOperationException(isDeclined
            ? $"An earlier reading had an elapsed time, so all readings have one; for time stamps, state a unit of time: {remedy}."
            : $"Time stamps need a unit of time: {remedy}.");

    /// <summary>The unit once a reading has an elapsed time.</summary>
    /// <param name="owner">What has the unit.</param>
    /// <exception cref="InvalidOperationException">Readings have time stamps.</exception>
    public UnitOfTime ForElapsed(string owner) => HasTimes == true
        ? throw new InvalidOperationException($"This {owner} has a unit of time: give each reading its time stamp.")
        : new(ticks: 0, isOffered: false, isDeclined: isOffered || isDeclined);

    /// <summary>The time between two readings: zero before the first, negative where the second is late.</summary>
    public float Between(DateTimeOffset? last, DateTimeOffset time) =>
        last is { } before ? (float)((time.UtcTicks - before.UtcTicks) / (double)Ticks) : 0;
}
