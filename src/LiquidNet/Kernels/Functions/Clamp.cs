using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>min(high, max(low, x))</c>, exact; the slope is one within the limits and on them, zero beyond.</summary>
readonly record struct Clamp(float Low, float High) : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.AtLeast(TLanes.All(Low), TLanes.AtMost(TLanes.All(High), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>
    {
        // Limits that meet leave NaN as it is.
        var one = TLanes.All(1f);
        var within = TLanes.AtMost(one, TLanes.AtLeast(one, kept));
        var notBelow = TLanes.WhereGreater(TLanes.All(Low), kept, TLanes.All(0f), within);
        return TLanes.WhereGreater(kept, TLanes.All(High), TLanes.All(0f), notBelow);
    }
}
