using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels.Lanes;

/// <summary>Blocks within a span, whose bounds only debug builds check.</summary>
static class LaneSpans
{
    /// <summary>The block that starts at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(this ReadOnlySpan<float> span, nint at)
        where TLanes : struct, ILanes<TLanes>
    {
        Debug.Assert(at >= 0 && at <= span.Length - TLanes.Count);
        return TLanes.Load(in MemoryMarshal.GetReference(span), at);
    }

    /// <summary>Writes a block at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(this TLanes block, Span<float> span, nint at)
        where TLanes : struct, ILanes<TLanes>
    {
        Debug.Assert(at >= 0 && at <= span.Length - TLanes.Count);
        block.Store(ref MemoryMarshal.GetReference(span), at);
    }
}
