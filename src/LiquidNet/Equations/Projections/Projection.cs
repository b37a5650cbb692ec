namespace LiquidNet.Equations;

/// <summary>A constraint on the values of a parameter.</summary>
/// <remarks>
/// <para>It is applied in place: when the parameter is created, before each run, after each update, and by <see cref="Parameter.Project"/>.
/// Allowed values must be left exactly unchanged, so that applying it twice equals applying it once.</para>
/// <para>Several parameters and threads may share a projection, so it must be immutable.</para>
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

    /// <summary>Sets to zero those elements of a gradient that the constraint would undo anyway; does nothing unless overridden.</summary>
    /// <remarks>Clipping and optimisers then see only the gradient of values that can change.</remarks>
    /// <param name="gradient">The gradient, in the order of the parameter's values.</param>
    public virtual void ApplyToGradient(Span<float> gradient)
    {
    }

    /// <summary>Refuses a number of values other than the one that the constraint is for.</summary>
    /// <param name="expected">How many values the constraint is for.</param>
    /// <param name="actual">How many there are.</param>
    /// <param name="parameterName">The name of the argument that holds them.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    protected static void CheckLength(int expected, int actual, string parameterName)
    {
        if (actual != expected)
            throw new ArgumentException($"The projection is for {expected} values but got {actual}.", parameterName);
    }
}
