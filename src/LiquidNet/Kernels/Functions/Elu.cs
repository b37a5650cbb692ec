using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>
/// <c>x</c> above zero, <c>alpha (e^x - 1)</c> below, for a positive alpha; relative error at most 6e-7. The slope at zero is alpha,
/// as the result tells.
/// </summary>
readonly record struct Elu(float Alpha) : IDifferentiableFunction
{
    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var zero = TLanes.All(0f);
        return TLanes.WhereGreater(x, zero, x, default(OneMinusExp).Value(zero - x) * TLanes.All(-Alpha));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => TLanes.WhereGreater(kept, TLanes.All(0f), TLanes.All(1f), kept + TLanes.All(Alpha));
}
