using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>|x|</c>, exact; the slope at zero is zero.</summary>
readonly record struct Abs : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>
    {
        // Zero and NaN pass through as they are.
        var negative = TLanes.WhereGreater(TLanes.All(0f), kept, TLanes.All(-1f), kept);
        return TLanes.WhereGreater(kept, TLanes.All(0f), TLanes.All(1f), negative);
    }
}
