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
