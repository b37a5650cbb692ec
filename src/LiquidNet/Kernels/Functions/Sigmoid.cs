using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>1 / (1 + e^-x)</c>; error at most 2e-7.</summary>
readonly record struct Sigmoid : IDifferentiableFunction
{
    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => Rational.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => kept * (TLanes.All(1f) - kept);
}
