using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>What a result's adjoint adds to an operand's, given the result <c>y</c> and the other operand <c>b</c>.</summary>
interface IAdjointTerm
{
    /// <summary>The terms of a block of elements.</summary>
    static abstract TLanes Of<TLanes>(TLanes dy, TLanes y, TLanes b)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary><c>f(dy, b)</c></summary>
readonly struct TermOf<TFunction> : IAdjointTerm
    where TFunction : struct, IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes dy, TLanes y, TLanes b)
        where TLanes : struct, ILanes<TLanes> => TFunction.Value(dy, b);
}

/// <summary>
/// <c>-dy * y / b</c>, for the denominator of <c>y = a / b</c>; nothing where <c>dy</c> is zero, so that a value that is missing, and that
/// nobody reads, is no part of the gradient.
/// </summary>
readonly struct DenominatorTerm : IAdjointTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes dy, TLanes y, TLanes b)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.WhereGreater(TLanes.Abs(dy), TLanes.All(0f), TLanes.All(-1f) * (dy * y / b), dy);
}
