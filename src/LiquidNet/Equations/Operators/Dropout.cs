using LiquidNet.Kernels;
using LiquidNet.Kernels.Functions;

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

    /// <summary>The factors of one time step.</summary>
    public override object CreateWorkspace(Frame frame) => new float[Rows * frame.Lanes];

    public override void Forward(Frame frame)
    {
        if (frame.Dropout is { } key)
        {
            Broadcasts.Write<ProductOfTwo>(
                frame.Value(Source), Broadcast.Equal, Draw(key, frame), Broadcast.Equal, Rows, frame.Lanes, frame.Value(this));
        }
        else
        {
            frame.Value(Source).CopyTo(frame.Value(this));
        }
    }

    public override void Reverse(Frame frame)
    {
        if (!frame.Wants(Source))
            return;
        if (frame.Dropout is { } key)
        {
            Broadcasts.AddProduct(
                frame.Adjoint(this), Draw(key, frame), Broadcast.Equal, Rows, frame.Lanes, perSample: false, frame.Adjoint(Source));
        }
        else
        {
            Updates.Add(frame.Adjoint(this), frame.Adjoint(Source));
        }
    }

    public override void Accept(ISignalVisitor visitor) => visitor.Visit(this);

    float[] Draw(DropoutKey key, Frame frame)
    {
        var factors = frame.Workspace<float[]>(this);
        for (var element = 0; element < factors.Length; element++)
            factors[element] = key.Uniform(Mask, element / frame.Lanes, element % frame.Lanes) < rate ? 0 : 1 / (1 - rate);
        return factors;
    }
}
