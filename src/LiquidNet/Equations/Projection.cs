namespace LiquidNet.Equations;

/// <summary>A constraint that a parameter keeps.</summary>
/// <remarks>
/// <para>It is applied to the parameter's values in place: when the parameter is created, at the beginning of each run, after each update
/// and whenever <see cref="Parameter.Project"/> asks for it. Allowed values must stay exactly as they are, so that to apply it twice is
/// to apply it once.</para>
/// <para>One projection may serve several parameters, and several threads at once: it must not change after its creation.</para>
/// </remarks>
public abstract class Projection
{
    /// <summary>Creates a constraint.</summary>
    protected Projection()
    {
    }

    /// <summary>Moves values to the nearest allowed ones.</summary>
    /// <param name="values">The parameter's values, in its own order.</param>
    public abstract void Apply(Span<float> values);

    /// <summary>Removes from a gradient what the constraint would undo anyway; unless overridden, nothing.</summary>
    /// <remarks>Clipping and optimisers then see the gradient of those values alone that can move.</remarks>
    /// <param name="gradient">The gradient, in the order of the parameter's values.</param>
    public virtual void ApplyToGradient(Span<float> gradient)
    {
    }

    /// <summary>Refuses another number of values than a constraint was made for.</summary>
    /// <param name="expected">How many values the constraint is for.</param>
    /// <param name="actual">How many there are.</param>
    /// <param name="parameterName">The argument that holds them.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    protected static void CheckLength(int expected, int actual, string parameterName)
    {
        if (actual != expected)
            throw new ArgumentException($"The projection is for {expected} values but got {actual}.", parameterName);
    }
}

/// <summary>Keeps every value at zero or above.</summary>
public sealed class NonNegative : Projection
{
    NonNegative()
    {
    }

    /// <summary>The one instance.</summary>
    public static NonNegative Instance { get; } = new();

    /// <inheritdoc/>
    public override void Apply(Span<float> values)
    {
        foreach (ref var value in values)
            value = value < 0 ? 0 : value;
    }
}

/// <summary>Keeps the values of absent connections at zero.</summary>
public sealed class SparsityMask : Projection
{
    readonly bool[] present;

    /// <summary>Creates a mask.</summary>
    /// <param name="present">Which values exist, in the order of the parameter's values; the array is copied.</param>
    public SparsityMask(ReadOnlySpan<bool> present) => this.present = present.ToArray();

    /// <summary>How many values exist.</summary>
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

/// <summary>Keeps every value on its side of zero, so that an excitatory connection never turns inhibitory.</summary>
public sealed class FixedSign : Projection
{
    readonly sbyte[] signs;

    /// <summary>Creates the constraint.</summary>
    /// <param name="signs">+1 or -1 per value, or 0 for a value that must stay zero; the array is copied.</param>
    public FixedSign(ReadOnlySpan<sbyte> signs) => this.signs = signs.ToArray();

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
