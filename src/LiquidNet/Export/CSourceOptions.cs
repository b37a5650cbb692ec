namespace LiquidNet.Export;

/// <summary>How <see cref="CSource"/> writes a network.</summary>
public sealed record CSourceOptions
{
    /// <summary>How weights are stored.</summary>
    /// <value>Default: <see cref="CWeights.Float"/>, which loses nothing.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration's.</exception>
    public CWeights Weights
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Weights are stored as Float, Int16 or Int8.");
    }

    /// <summary>Whether the source holds a function that compares a few steps with what they have to give.</summary>
    /// <value>Default: true. It is compiled only where the macro <c>NAME_SELFTEST</c> is defined, so it costs nothing elsewhere.</value>
    public bool SelfTest { get; init; } = true;
}
