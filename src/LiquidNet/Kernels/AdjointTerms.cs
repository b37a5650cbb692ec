using System.Numerics;

namespace LiquidNet.Kernels;

/// <summary>What a result's adjoint adds to an operand's, given the result <c>y</c> and the other operand <c>b</c>.</summary>
interface IAdjointTerm
{
    /// <summary>The term of one element.</summary>
    static abstract float Of(float dy, float y, float b);

    /// <summary>The terms of a vector of elements.</summary>
    static abstract Vector<float> Of(Vector<float> dy, Vector<float> y, Vector<float> b);
}

/// <summary><c>dy * b</c></summary>
readonly struct ProductTerm : IAdjointTerm
{
    public static float Of(float dy, float y, float b) => dy * b;

    public static Vector<float> Of(Vector<float> dy, Vector<float> y, Vector<float> b) => dy * b;
}

/// <summary><c>dy / b</c></summary>
readonly struct QuotientTerm : IAdjointTerm
{
    public static float Of(float dy, float y, float b) => dy / b;

    public static Vector<float> Of(Vector<float> dy, Vector<float> y, Vector<float> b) => dy / b;
}

/// <summary><c>-dy * y / b</c>, for the denominator of <c>y = a / b</c></summary>
readonly struct DenominatorTerm : IAdjointTerm
{
    public static float Of(float dy, float y, float b) => -(dy * y / b);

    public static Vector<float> Of(Vector<float> dy, Vector<float> y, Vector<float> b) => -(dy * y / b);
}
