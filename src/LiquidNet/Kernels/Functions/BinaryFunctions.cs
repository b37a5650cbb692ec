using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>An elementwise operation of two operands.</summary>
interface IBinaryFunction
{
    /// <summary>The results for a block of pairs.</summary>
    static abstract TLanes Value<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary><c>a + b</c></summary>
readonly struct SumOfTwo : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes> => a + b;
}

/// <summary><c>a - b</c></summary>
readonly struct DifferenceOfTwo : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes> => a - b;
}

/// <summary><c>a * b</c></summary>
readonly struct ProductOfTwo : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes> => a * b;
}

/// <summary><c>a / b</c></summary>
readonly struct QuotientOfTwo : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes> => a / b;
}
