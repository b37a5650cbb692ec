namespace LiquidNet.Equations.Operators;

/// <summary>An operator that changes one signal element by element.</summary>
internal abstract class UnaryOperator(Signal source) : Operator(CheckedRows(source), source)
{
    protected Signal Source => Sources[0];

    public sealed override void Reverse(Frame frame)
    {
        if (frame.Wants(Source))
            AddGradient(frame.Value(Source), frame.Value(this), frame.Adjoint(this), frame.Adjoint(Source));
    }

    public sealed override void Forward(Frame frame) => Write(frame.Value(Source), frame.Value(this));

    /// <summary><c>y = f(x)</c>.</summary>
    protected abstract void Write(ReadOnlySpan<float> x, Span<float> y);

    /// <summary><c>dx += f'(x) dy</c>.</summary>
    protected abstract void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);

    static int CheckedRows(Signal source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Rows;
    }
}
