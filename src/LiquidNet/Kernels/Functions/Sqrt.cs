using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>The square root, correctly rounded: NaN below zero; at zero the slope is infinite.</summary>
readonly record struct Sqrt : IDifferentiableFunction
{
    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => TLanes.All(0.5f) / kept;
}
