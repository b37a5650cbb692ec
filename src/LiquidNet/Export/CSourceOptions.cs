namespace LiquidNet.Export;

/// <summary>How <see cref="CSource"/> writes a network.</summary>
public sealed record CSourceOptions
{
    /// <summary>How weights are stored.</summary>
    /// <value>Default: <see cref="CWeights.Float"/>, which is exact.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public CWeights Weights
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Weights are stored as Float, Int16 or Int8.");
    }

    /// <summary>Whether the source has a function that compares a few steps with their expected results.</summary>
    /// <value>Default: true. It is compiled only if the macro <c>NAME_SELFTEST</c> is defined, so it costs nothing otherwise.</value>
    public bool SelfTest { get; init; } = true;
}
