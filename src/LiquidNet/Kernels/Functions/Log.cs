using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>
/// The natural logarithm; relative error at most 2e-7. Negative infinity at zero, where the slope is infinite; NaN below zero,
/// where the slope is 1/x all the same.
/// </summary>
readonly record struct Log : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => TLanes.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => TLanes.All(1f) / kept;
}
