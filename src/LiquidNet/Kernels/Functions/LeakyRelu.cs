using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>x</c> above zero, <c>slope x</c> below, for a positive slope, which is the one at zero; correctly rounded.</summary>
readonly record struct LeakyRelu(float NegativeSlope) : IDifferentiableFunction
{
    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.WhereGreater(x, TLanes.All(0f), x, x * TLanes.All(NegativeSlope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>
    {
        // Limits that meet leave NaN as it is.
        var slope = TLanes.All(NegativeSlope);
        return TLanes.WhereGreater(kept, TLanes.All(0f), TLanes.All(1f), TLanes.AtMost(slope, TLanes.AtLeast(slope, kept)));
    }
}
