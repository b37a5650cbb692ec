using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>x sigmoid(x)</c>; error at most 1e-6, relative above 1.</summary>
readonly record struct Silu : IDifferentiableFunction
{
    // Beyond it the sigmoid is 0 or 1; the bound keeps infinity times zero out.
    const float Limit = 1000f;

    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.AtLeast(TLanes.All(-Limit), x) * Rational.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>
    {
        var x = TLanes.AtLeast(TLanes.All(-Limit), TLanes.AtMost(TLanes.All(Limit), kept));
        var s = Rational.Sigmoid(x);
        return TLanes.MultiplyAdd(s * x, TLanes.All(1f) - s, s);
    }
}
