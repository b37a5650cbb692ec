using System.Numerics;

namespace LiquidNet.Kernels.Functions;

/// <summary>An elementwise operation of two operands, for one number and for a vector of them.</summary>
interface IElementwiseOperation
{
    /// <summary>The result for one pair of numbers.</summary>
    static abstract float Of(float a, float b);

    /// <summary>The result for a vector of pairs.</summary>
    static abstract Vector<float> Of(Vector<float> a, Vector<float> b);
}

/// <summary><c>a + b</c></summary>
readonly struct SumOperation : IElementwiseOperation
{
    public static float Of(float a, float b) => a + b;

    public static Vector<float> Of(Vector<float> a, Vector<float> b) => a + b;
}

/// <summary><c>a - b</c></summary>
readonly struct DifferenceOperation : IElementwiseOperation
{
    public static float Of(float a, float b) => a - b;

    public static Vector<float> Of(Vector<float> a, Vector<float> b) => a - b;
}

/// <summary><c>a * b</c></summary>
readonly struct ProductOperation : IElementwiseOperation
{
    public static float Of(float a, float b) => a * b;

    public static Vector<float> Of(Vector<float> a, Vector<float> b) => a * b;
}

/// <summary><c>a / b</c></summary>
readonly struct QuotientOperation : IElementwiseOperation
{
    public static float Of(float a, float b) => a / b;

    public static Vector<float> Of(Vector<float> a, Vector<float> b) => a / b;
}
