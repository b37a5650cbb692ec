using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>Hyperbolic tangent and logistic sigmoid as rational functions: one division, no table, no branch.</summary>
/// <remarks>
/// Both need a power of two, 2^y = 2^n 2^f with n the nearest integer. For the fraction, |f| at most 1/2, the quotient
/// 2^f = (E(f^2) + f)/(E(f^2) - f) with an even polynomial E converges so fast that two or three coefficients do, and its numerator and
/// denominator merge with those of the function itself.
/// </remarks>
static class Rational
{
    const float Log2E = 1.44269504f;

    /// <summary>Turns the argument of a sigmoid into that of <see cref="ReciprocalOfOnePlusPowerOfTwo"/>.</summary>
    public const float SigmoidScale = -Log2E;

    /// <summary>Turns the argument of a tanh into that of <see cref="TanhOfPowerOfTwo"/>.</summary>
    public const float TanhScale = 2f * Log2E;

    /// <summary>Keeps n inside the exponent field of a float.</summary>
    const float PowerLimit = 126f;

    /// <summary>From here on one and tanh are the same float.</summary>
    const float TanhPowerLimit = 40f;

    /// <summary>Adding it rounds to an integer, which the low bits of the sum then hold, raised by the exponent bias of a float.</summary>
    const float RoundingShift = 12_582_912f + 127f;

    const int MantissaBits = 23;

    /// <summary>E with two coefficients, times <see cref="B"/>: 2^f to 4.4e-7 of its value, which the sigmoid divides by four.</summary>
    const float A = 25.0390530f, B = 8.67782036f;

    /// <summary>E with three coefficients: 2^f to 4e-10 of its value.</summary>
    const float E0 = 2.88539010f, E1 = 0.115523957f, E2 = -0.000920463906f;

    /// <summary>
    /// (2^y - 1)/(2^y + 1), the tanh of y/<see cref="TanhScale"/>, for those who can scale the argument for free: absolute error at most
    /// 2e-7 (2.5e-7 where the hardware has no fused multiply-add) and relative error at most 4e-7 for every normal float, odd, within
    /// [-1, 1], NaN for NaN.
    /// </summary>
    /// <remarks>The differences are taken from 2^n, where they are exact; what remains cannot exceed one.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TanhOfPowerOfTwo<TLanes>(TLanes y)
        where TLanes : struct, ILanes<TLanes>
    {
        var power = SplitPowerOfTwo(y, TanhPowerLimit, out var f);
        var u = f * f;
        var less = power - TLanes.All(1f);
        var more = power + TLanes.All(1f);
        var even = TLanes.MultiplyAdd(TLanes.All(E2), u, TLanes.All(E1));
        var top = f * more;
        var bottom = f * less;
        even = TLanes.MultiplyAdd(even, u, TLanes.All(E0));
        return TLanes.MultiplyAdd(even, less, top) / TLanes.MultiplyAdd(even, more, bottom);
    }

    /// <summary>
    /// 1/(1 + e^-x): absolute error at most 2e-7 for every float, within [0, 1], NaN for NaN. Small results keep a relative accuracy of
    /// 1e-5 down to 1e-37, below which they are zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => ReciprocalOfOnePlusPowerOfTwo(x * TLanes.All(SigmoidScale));

    /// <summary>1/(1 + 2^y), the sigmoid of y/<see cref="SigmoidScale"/>, for those who can scale the argument for free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ReciprocalOfOnePlusPowerOfTwo<TLanes>(TLanes y)
        where TLanes : struct, ILanes<TLanes>
    {
        var power = SplitPowerOfTwo(y, PowerLimit, out var f);
        var even = TLanes.MultiplyAdd(f, f, TLanes.All(A));
        var p = TLanes.MultiplyAdd(f, TLanes.All(B), even);
        var q = TLanes.MultiplyAdd(f, TLanes.All(-B), even);
        return q / TLanes.MultiplyAdd(p, power, q);
    }

    /// <summary>2^n for the integer n nearest to y, and f = y - n; y is first held within the limit. A NaN comes out in f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes SplitPowerOfTwo<TLanes>(TLanes y, float limit, out TLanes f)
        where TLanes : struct, ILanes<TLanes>
    {
        y = TLanes.AtLeast(TLanes.All(-limit), TLanes.AtMost(TLanes.All(limit), y));
        var shifted = y + TLanes.All(RoundingShift);
        f = y - (shifted - TLanes.All(RoundingShift));
        return TLanes.ShiftBitsLeft(shifted, MantissaBits);
    }
}
