using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>One for NaN, zero for every number; the slope is zero everywhere.</summary>
readonly record struct IsNaN : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.WhereGreater(TLanes.Abs(x), TLanes.All(-1f), TLanes.All(0f), TLanes.All(1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => TLanes.All(0f);
}
