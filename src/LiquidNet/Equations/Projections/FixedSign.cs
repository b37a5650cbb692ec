namespace LiquidNet.Equations;

/// <summary>Keeps every value on its side of zero, so that an excitatory connection never turns inhibitory.</summary>
public sealed class FixedSign : Projection
{
    readonly sbyte[] signs;

    /// <summary>Creates the constraint.</summary>
    /// <param name="signs">+1 or -1 per value, or 0 for a value that must stay zero; the array is copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sign is none of the three.</exception>
    public FixedSign(ReadOnlySpan<sbyte> signs)
    {
        var unknown = signs.IndexOfAnyExcept((sbyte)-1, (sbyte)0, (sbyte)1);
        if (unknown >= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(signs), signs[unknown], FormattableString.Invariant($"Sign {unknown} is {signs[unknown]}; a sign is -1, 0 or 1."));
        }

        this.signs = signs.ToArray();
    }

    /// <summary>The sign of each value.</summary>
    internal ReadOnlySpan<sbyte> Signs => signs;

    /// <inheritdoc/>
    public override void Apply(Span<float> values)
    {
        CheckLength(signs.Length, values.Length, nameof(values));
        for (var index = 0; index < values.Length; index++)
        {
            if (values[index] * signs[index] <= 0)
                values[index] = 0;
        }
    }

    /// <inheritdoc/>
    public override void ApplyToGradient(Span<float> gradient)
    {
        CheckLength(signs.Length, gradient.Length, nameof(gradient));
        for (var index = 0; index < gradient.Length; index++)
        {
            if (signs[index] == 0)
                gradient[index] = 0;
        }
    }
}
