using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>Sine and cosine: the argument less the nearest multiple of pi, then one polynomial.</summary>
/// <remarks>
/// Pi is taken in three parts, the first two so short that their products with a multiple are exact up to <see cref="Limit"/> (Cody and
/// Waite, "Software Manual for the Elementary Functions", 1980, chapter 8). Beyond it, where a float is a coarse angle, the runtime's own
/// functions follow, number by number and slower.
/// </remarks>
static class Angle
{
    /// <summary>The greatest argument that is taken apart here.</summary>
    public const float Limit = 8192f;

    const float InverseOfPi = 0.318309886f;

    const float FirstOfPi = 3.140625f, SecondOfPi = 9.675025939941406e-4f, ThirdOfPi = 1.50995803e-7f;

    /// <summary>Adding it rounds to an integer, which the low bits of the sum then hold.</summary>
    const float RoundingShift = 12_582_912f;

    /// <summary>sin r = r + r^3 (S0 + S1 r^2 + ...), minimax in relative error, 6e-9, up to pi/2.</summary>
    const float S0 = -0.166666597f, S1 = 0.00833306648f, S2 = -0.000198095906f, S3 = 2.60575075e-6f;

    /// <summary>sin x: error at most 1.5e-7, within [-1, 1]; NaN for infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sin<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var shifted = TLanes.MultiplyAdd(x, TLanes.All(InverseOfPi), TLanes.All(RoundingShift));
        var sign = TLanes.All(1f) - TwoIfOdd(shifted);
        return TLanes.ReplaceBeyond(Limit, x, SinAfter(shifted - TLanes.All(RoundingShift), x) * sign, MathF.Sin);
    }

    /// <summary>cos x: error at most 1.5e-7, within [-1, 1]; NaN for infinity.</summary>
    /// <remarks>Half a multiple of pi more or less makes a sine of it, so that it is exact near its zeros too.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cos<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var shifted = TLanes.MultiplyAdd(x, TLanes.All(InverseOfPi), TLanes.All(-0.5f)) + TLanes.All(RoundingShift);
        var sign = TwoIfOdd(shifted) - TLanes.All(1f);
        return TLanes.ReplaceBeyond(Limit, x, SinAfter(shifted - TLanes.All(RoundingShift) + TLanes.All(0.5f), x) * sign, MathF.Cos);
    }

    /// <summary>The sine of what is left of x after a multiple of pi.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes SinAfter<TLanes>(TLanes multiple, TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var r = TLanes.MultiplyAdd(multiple, TLanes.All(-FirstOfPi), x);
        r = TLanes.MultiplyAdd(multiple, TLanes.All(-SecondOfPi), r);
        r = TLanes.MultiplyAdd(multiple, TLanes.All(-ThirdOfPi), r);
        var u = r * r;
        var sum = TLanes.MultiplyAdd(TLanes.All(S3), u, TLanes.All(S2));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.All(S1));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.All(S0));
        // Rounding may carry it over one.
        return TLanes.AtLeast(TLanes.All(-1f), TLanes.AtMost(TLanes.All(1f), TLanes.MultiplyAdd(r * u, sum, r)));
    }

    /// <summary>Two where a shifted integer is odd, zero where it is even: its lowest bit becomes the highest of an exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes TwoIfOdd<TLanes>(TLanes shifted)
        where TLanes : struct, ILanes<TLanes> => TLanes.Abs(TLanes.ShiftBitsLeft(shifted, 30));
}
