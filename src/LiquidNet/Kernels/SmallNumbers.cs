using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Makes numbers zero that are too small to matter, since processors take many times longer for denormal numbers.</summary>
static class SmallNumbers
{
    /// <summary>The least positive number that is not denormal.</summary>
    public const float LeastNormal = 1.17549435e-38f;

    /// <summary>An adjoint below it changes no gradient in float, and would soon become denormal on its way back through time.</summary>
    public const float LeastAdjoint = 1e-30f;

    /// <summary>Writes x, and zero for what is smaller than <paramref name="least"/>; y may be x, NaN stays NaN.</summary>
    public static void WriteFlushed(ReadOnlySpan<float> x, float least, Span<float> y) => UnaryFunctions.Write(new Flushed(least), x, y);

    readonly struct Flushed(float least) : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => TLanes.WhereGreater(TLanes.All(least), TLanes.Abs(x), TLanes.All(0f), x);
    }
}
