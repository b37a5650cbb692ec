namespace LiquidNet.Equations;

/// <summary>Keeps the values of absent connections at zero.</summary>
public sealed class SparsityMask : Projection
{
    readonly bool[] present;

    /// <summary>Creates a mask.</summary>
    /// <param name="present">Which values exist, in the order of the parameter's values; the array is copied.</param>
    public SparsityMask(ReadOnlySpan<bool> present) => this.present = present.ToArray();

    /// <summary>The number of values that exist.</summary>
    public int Count => present.AsSpan().Count(true);

    /// <summary>Which values exist.</summary>
    internal ReadOnlySpan<bool> Present => present;

    /// <inheritdoc/>
    public override void Apply(Span<float> values)
    {
        CheckLength(present.Length, values.Length, nameof(values));
        for (var index = 0; index < values.Length; index++)
        {
            if (!present[index])
                values[index] = 0;
        }
    }

    /// <inheritdoc/>
    public override void ApplyToGradient(Span<float> gradient) => Apply(gradient);
}
