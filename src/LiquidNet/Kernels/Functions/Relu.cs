using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>max(0, x)</c>, exact; the slope at zero is zero.</summary>
readonly record struct Relu : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.AtLeast(TLanes.All(0f), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.WhereGreater(kept, TLanes.All(0f), TLanes.All(1f), TLanes.AtLeast(TLanes.All(0f), kept));
}
