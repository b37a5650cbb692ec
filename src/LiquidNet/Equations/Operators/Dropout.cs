namespace LiquidNet.Equations.Operators;

/// <summary>While training, sets elements to zero with a probability and scales up the others; otherwise <c>y = x</c>.</summary>
/// <remarks>The mask is not stored: it follows from the frame's <see cref="DropoutKey"/>.</remarks>
sealed class Dropout(Signal source, float rate) : Operator(source.Rows, source)
{
    public Signal Source => Sources[0];

    public float Rate => rate;

    /// <summary>Which of an equation's dropouts this is, in the order in which they are first read; the compiler counts them.</summary>
    public int Mask { get; set; }

    /// <summary>Every dropout draws its own mask, so none is the same as another.</summary>
    public override object? Attributes => this;

    public override void Forward(Frame frame)
    {
        ReadOnlySpan<float> x = frame.Value(Source);
        var y = frame.Value(this);
        if (frame.Dropout is not { } key)
        {
            x.CopyTo(y);
            return;
        }

        for (var element = 0; element < y.Length; element++)
            y[element] = x[element] * Factor(key, element, frame.Lanes);
    }

    public override void Reverse(Frame frame)
    {
        if (!frame.Wants(Source))
            return;
        ReadOnlySpan<float> dy = frame.Adjoint(this);
        var dx = frame.Adjoint(Source);
        for (var element = 0; element < dy.Length; element++)
            dx[element] += frame.Dropout is { } key ? dy[element] * Factor(key, element, frame.Lanes) : dy[element];
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    float Factor(DropoutKey key, int element, int lanes) =>
        key.Uniform(Mask, element / lanes, element % lanes) < rate ? 0 : 1 / (1 - rate);
}
