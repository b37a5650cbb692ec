using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>tanh(x)</c>; error as <see cref="Rational.TanhOfPowerOfTwo{TLanes}"/>.</summary>
readonly record struct Tanh : IDifferentiableFunction
{
    public bool KeepsResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> => Rational.TanhOfPowerOfTwo(x * TLanes.All(Rational.TanhScale));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(kept * kept, TLanes.All(-1f), TLanes.All(1f));
}
