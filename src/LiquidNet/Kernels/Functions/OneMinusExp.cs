using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>1 - e^-x</c>; relative error at most 5e-7, also where x is tiny.</summary>
readonly record struct OneMinusExp : IDifferentiableFunction
{
    // Below it a few terms of the series do; above it the difference has lost no more than a bit.
    const float SeriesLimit = 0.5f;

    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var one = TLanes.All(1f);
        var series = TLanes.MultiplyAdd(x, TLanes.All(-1f / 7), one);
        series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 6), series, one);
        series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 5), series, one);
        series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 4), series, one);
        series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 3), series, one);
        series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 2), series, one);
        var difference = one - TLanes.Exp(TLanes.All(0f) - x);
        return TLanes.WhereGreater(TLanes.Abs(x), TLanes.All(SeriesLimit), difference, x * series);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => TLanes.All(1f) - kept;
}
