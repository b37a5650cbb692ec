using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary><c>log(1 + e^x)</c>; relative error at most 1e-6 down to x = -87.</summary>
readonly record struct Softplus : IDifferentiableFunction
{
    public bool KeepsResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var t = TLanes.Exp(TLanes.All(0f) - TLanes.Abs(x));
        var sum = TLanes.All(1f) + t;
        // What rounding took from t in the sum, the quotient gives back, so that log(1 + t) keeps its relative accuracy for tiny t.
        var kept = sum - TLanes.All(1f);
        var logarithm = TLanes.WhereGreater(kept, TLanes.All(0f), TLanes.Log(sum) * (t / kept), t);
        return TLanes.AtLeast(TLanes.All(0f), x) + logarithm;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes> => Rational.Sigmoid(kept);
}
