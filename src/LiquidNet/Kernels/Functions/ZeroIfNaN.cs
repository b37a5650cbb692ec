using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>Zero for NaN, every number as it is; the slope is one for numbers and zero for NaN.</summary>
readonly record struct ZeroIfNaN : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.WhereGreater(TLanes.Abs(x), TLanes.All(-1f), x, TLanes.All(0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.WhereGreater(TLanes.Abs(kept), TLanes.All(-1f), TLanes.All(1f), TLanes.All(0f));
}
