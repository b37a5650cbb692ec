using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>How an operand is read along a row.</summary>
interface IOperandForm
{
    /// <summary>The numbers that belong to a block of lanes, from the given one on.</summary>
    static abstract TLanes Load<TLanes>(ref readonly float first, nint row, nint lane)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>The row has one number per lane.</summary>
readonly struct Contiguous : IOperandForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float first, nint row, nint lane)
        where TLanes : struct, ILanes<TLanes> => TLanes.Load(in first, row + lane);
}

/// <summary>The row has one number for all lanes.</summary>
readonly struct Spread : IOperandForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float first, nint row, nint lane)
        where TLanes : struct, ILanes<TLanes> => TLanes.LoadAll(in first, row);
}

/// <summary>An operand whose rows begin a number of floats apart; all rows share one where that is zero.</summary>
readonly ref struct Operand<TForm>(ReadOnlySpan<float> values, nint rowStep)
    where TForm : struct, IOperandForm
{
    readonly ref readonly float first = ref MemoryMarshal.GetReference(values);
    readonly nint rowStep = rowStep;

    /// <summary>The numbers that belong to the block at a row and lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Load<TLanes>(nint row, nint lane)
        where TLanes : struct, ILanes<TLanes> => TForm.Load<TLanes>(in first, row * rowStep, lane);
}
