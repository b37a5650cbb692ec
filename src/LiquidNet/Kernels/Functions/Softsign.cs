using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>x / (1 + |x|)</c>; relative error at most 2e-7, within [-1, 1].</summary>
readonly record struct Softsign : IDifferentiableFunction
{
    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // An infinite argument would be divided by infinity.
        var bounded = TLanes.AtLeast(TLanes.All(-float.MaxValue), TLanes.AtMost(TLanes.All(float.MaxValue), x));
        return bounded / (TLanes.All(1f) + TLanes.Abs(bounded));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>
    {
        var rest = TLanes.All(1f) - TLanes.Abs(kept);
        return rest * rest;
    }
}
