namespace LiquidNet.Equations;

/// <summary>Keeps every value at zero or above.</summary>
public sealed class NonNegative : Projection
{
    NonNegative()
    {
    }

    /// <summary>The single instance.</summary>
    public static NonNegative Instance { get; } = new();

    /// <inheritdoc/>
    public override void Apply(Span<float> values)
    {
        foreach (ref var value in values)
            value = value < 0 ? 0 : value;
    }
}
