using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>1.7159 tanh(0.666 x)</c>; error as <see cref="Rational.TanhOfPowerOfTwo{TLanes}"/>, times 1.7159.</summary>
readonly record struct LecunTanh : IDifferentiableFunction
{
    const float Inner = 0.666f, Outer = 1.7159f;

    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => Rational.TanhOfPowerOfTwo(x * TLanes.All(Inner * Rational.TanhScale)) * TLanes.All(Outer);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(kept * kept, TLanes.All(-Inner / Outer), TLanes.All(Inner * Outer));
}
