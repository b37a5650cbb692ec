using System.Numerics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>How an operand is read along a row.</summary>
interface IOperandForm
{
    /// <summary>The number that belongs to a lane.</summary>
    static abstract float At(ref float row, nint lane);

    /// <summary>The numbers that belong to a vector of lanes, from the given one on.</summary>
    static abstract Vector<float> VectorAt(ref float row, nint lane);

    /// <summary>The numbers that belong to a block of lanes, from the given one on.</summary>
    static abstract TLanes Load<TLanes>(ref readonly float row, nint lane)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>The row has one number per lane.</summary>
readonly struct Contiguous : IOperandForm
{
    public static float At(ref float row, nint lane) => Unsafe.Add(ref row, lane);

    public static Vector<float> VectorAt(ref float row, nint lane) => Vector.LoadUnsafe(ref row, (nuint)lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float row, nint lane)
        where TLanes : struct, ILanes<TLanes> => TLanes.Load(in row, lane);
}

/// <summary>The row has one number for all lanes.</summary>
readonly struct Spread : IOperandForm
{
    public static float At(ref float row, nint lane) => row;

    public static Vector<float> VectorAt(ref float row, nint lane) => new(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float row, nint lane)
        where TLanes : struct, ILanes<TLanes> => TLanes.LoadAll(in row, 0);
}
