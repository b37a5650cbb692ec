using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>The standard normal distribution, which the exact GELU weighs its argument with.</summary>
static class NormalDistribution
{
    /// <summary>Beyond this the density is zero in a float.</summary>
    public const float Limit = 14f;

    const float InverseSqrtTwoPi = 0.398942280f;

    /// <summary>Spreads the tail evenly in q = R t/(1 + R t).</summary>
    const float R = 0.33f;

    const float C0 = 0.5f, C1 = -1.208916372f, C2 = 1.086768825f, C3 = -0.3178193912f, C4 = -0.1544374358f;
    const float C5 = 0.06585089915f, C6 = 0.02111179586f, C7 = 0.06650228169f, C8 = -0.08516087941f, C9 = 0.02610705443f;

    /// <summary>
    /// Phi(x) = (1 + erf(x/sqrt 2))/2 and the density phi(x). Absolute error of Phi at most 1.5e-7, that is 3e-7 of erf; the lower
    /// tail keeps a relative accuracy of 2e-6 down to x = -5. NaN for NaN.
    /// </summary>
    /// <remarks>
    /// Phi(-t) e^(t^2/2) falls slowly and without a bend: a polynomial in q, minimax in relative error on [0, 14], where q is small and
    /// exact near zero.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cumulative<TLanes>(TLanes x, out TLanes density)
        where TLanes : struct, ILanes<TLanes>
    {
        var t = TLanes.AtMost(TLanes.All(Limit), TLanes.Abs(x));
        var bell = TLanes.Exp(t * t * TLanes.All(-0.5f));
        var scaled = t * TLanes.All(R);
        var q = scaled / (scaled + TLanes.All(1f));
        var tail = TLanes.MultiplyAdd(TLanes.All(C9), q, TLanes.All(C8));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C7));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C6));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C5));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C4));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C3));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C2));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C1));
        tail = TLanes.MultiplyAdd(tail, q, TLanes.All(C0)) * bell;
        density = bell * TLanes.All(InverseSqrtTwoPi);
        return TLanes.WhereGreater(x, TLanes.All(0f), TLanes.All(1f) - tail, tail);
    }
}
