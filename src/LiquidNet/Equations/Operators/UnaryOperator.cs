namespace LiquidNet.Equations.Operators;

/// <summary>An operator that changes one signal element by element.</summary>
abstract class UnaryOperator(Signal source) : Operator(CheckedRows(source), source)
{
    /// <summary>
    /// Whether the derivative follows from the result alone. The result may then take the place of a source that nobody else reads, and so
    /// may its adjoint: neither is written twice.
    /// </summary>
    public virtual bool MayReplaceSource => false;

    protected Signal Source => Sources[0];

    bool ReplacesSource => MayReplaceSource && Placement == Source.Placement;

    public sealed override void Reverse(Frame frame)
    {
        if (ReplacesSource)
            ScaleBySlope(frame.Value(this), frame.Adjoint(this));
        else if (frame.Wants(Source))
            AddGradient(frame.Value(Source), frame.Value(this), frame.Adjoint(this), frame.Adjoint(Source));
    }

    public sealed override void Forward(Frame frame) => Write(frame.Value(Source), frame.Value(this));

    /// <summary><c>y = f(x)</c>; y may be x where <see cref="MayReplaceSource"/>.</summary>
    protected abstract void Write(ReadOnlySpan<float> x, Span<float> y);

    /// <summary><c>dx += f'(x) dy</c>.</summary>
    protected abstract void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);

    /// <summary>Turns dy into dx, <c>f'(x) dy</c>.</summary>
    protected virtual void ScaleBySlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        throw new NotSupportedException($"{GetType().Name} does not replace its source.");

    static int CheckedRows(Signal source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Rows;
    }
}
