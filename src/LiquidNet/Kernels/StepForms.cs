using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels;

/// <summary>How the operand that steers an update lies beside the rows that it steers.</summary>
internal interface IStepForm
{
    static abstract TLanes Load<TLanes>(ref readonly float origin, nint offset)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>One number per element.</summary>
internal readonly struct PerElement : IStepForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float origin, nint offset)
        where TLanes : struct, ILanes<TLanes> => TLanes.Load(in origin, offset);
}

/// <summary>One number for all elements.</summary>
internal readonly struct ForAll : IStepForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly float origin, nint offset)
        where TLanes : struct, ILanes<TLanes> => TLanes.LoadAll(in origin, 0);
}
