using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels;

/// <summary>The standard normal distribution, which the exact GELU weighs its argument with.</summary>
internal static class NormalDistribution
{
    /// <summary>Beyond this the density is zero in a float.</summary>
    public const float Limit = 14f;

    const float InverseSqrtTwoPi = 0.398942280f;

    /// <summary>Where the variable r = 1/(1 + R |x|) spreads the tail most evenly over (0, 1].</summary>
    const float R = 0.31f;

    const float C0 = 0.1236569245f, C1 = 0.1240601015f, C2 = 0.1077727155f, C3 = 0.1101043398f;
    const float C4 = -0.01489160568f, C5 = 0.1550541683f, C6 = -0.1415961559f, C7 = 0.03583959324f;

    /// <summary>
    /// Phi(x) = (1 + erf(x/sqrt 2))/2 and the density phi(x). Absolute error of Phi at most 1.5e-7, that is 3e-7 of erf; the lower
    /// tail keeps its relative accuracy (1e-6 at x = -5). NaN for NaN.
    /// </summary>
    /// <remarks>Phi(-t) e^(t^2/2) is smooth and slow, a polynomial in r = 1/(1 + R t), minimax in relative error on [0, 14].</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cumulative<TLanes>(TLanes x, out TLanes density)
        where TLanes : struct, ILanes<TLanes>
    {
        var t = TLanes.AtMost(TLanes.All(Limit), TLanes.Abs(x));
        var bell = TLanes.Exp(t * t * TLanes.All(-0.5f));
        var r = TLanes.All(1f) / TLanes.MultiplyAdd(t, TLanes.All(R), TLanes.All(1f));
        var tail = TLanes.MultiplyAdd(TLanes.All(C7), r, TLanes.All(C6));
        tail = TLanes.MultiplyAdd(tail, r, TLanes.All(C5));
        tail = TLanes.MultiplyAdd(tail, r, TLanes.All(C4));
        tail = TLanes.MultiplyAdd(tail, r, TLanes.All(C3));
        tail = TLanes.MultiplyAdd(tail, r, TLanes.All(C2));
        tail = TLanes.MultiplyAdd(tail, r, TLanes.All(C1));
        tail = TLanes.MultiplyAdd(tail, r, TLanes.All(C0)) * r * bell;
        density = bell * TLanes.All(InverseSqrtTwoPi);
        return TLanes.WherePositive(x, TLanes.All(1f) - tail, tail);
    }
}
