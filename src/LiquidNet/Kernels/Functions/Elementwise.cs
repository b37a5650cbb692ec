using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>Runs a function of one variable, or its reverse, over a span.</summary>
static class Elementwise
{
    /// <summary>y = f(x); <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public static void Write<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IElementwise
    {
        Debug.Assert(x.Length == y.Length);
        var done = Write<TFunction, LanePair<LaneVector>>(function, x, 0, y);
        done = Write<TFunction, LaneVector>(function, x, done, y);
        Write<TFunction, OneLane>(function, x, done, y);
    }

    /// <summary>dx += dy f', with f' taken from what the function keeps.</summary>
    public static void AddGradient<TFunction>(TFunction function, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx)
        where TFunction : struct, IElementwise
    {
        Debug.Assert(kept.Length == dx.Length && dy.Length == dx.Length);
        var done = AddGradient<TFunction, LanePair<LaneVector>>(function, kept, dy, 0, dx);
        done = AddGradient<TFunction, LaneVector>(function, kept, dy, done, dx);
        AddGradient<TFunction, OneLane>(function, kept, dy, done, dx);
    }

    /// <summary>adjoint *= f', with f' taken from what the function keeps.</summary>
    public static void ScaleBySlope<TFunction>(TFunction function, ReadOnlySpan<float> kept, Span<float> adjoint)
        where TFunction : struct, IElementwise
    {
        Debug.Assert(kept.Length == adjoint.Length);
        var done = ScaleBySlope<TFunction, LanePair<LaneVector>>(function, kept, 0, adjoint);
        done = ScaleBySlope<TFunction, LaneVector>(function, kept, done, adjoint);
        ScaleBySlope<TFunction, OneLane>(function, kept, done, adjoint);
    }

    /// <summary>As many whole blocks as fit; returns where they end.</summary>
    /// <remarks>Compiled on its own, or several widths would share the compiler's budget for inlining and exhaust it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Write<TFunction, TLanes>(TFunction function, ReadOnlySpan<float> x, int start, Span<float> y)
        where TFunction : struct, IElementwise
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        for (; start <= x.Length - TLanes.Count; start += TLanes.Count)
            function.Value(TLanes.Load(ref from, start)).Store(ref to, start);
        return start;
    }

    /// <summary>As many whole blocks as fit; returns where they end. Compiled on its own as above.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AddGradient<TFunction, TLanes>(
        TFunction function, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, int start, Span<float> dx)
        where TFunction : struct, IElementwise
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(kept);
        ref var adjoint = ref MemoryMarshal.GetReference(dy);
        ref var to = ref MemoryMarshal.GetReference(dx);
        for (; start <= dx.Length - TLanes.Count; start += TLanes.Count)
        {
            var slope = function.Slope(TLanes.Load(ref from, start));
            TLanes.MultiplyAdd(TLanes.Load(ref adjoint, start), slope, TLanes.Load(ref to, start)).Store(ref to, start);
        }

        return start;
    }
    /// <summary>As many whole blocks as fit; returns where they end. Compiled on its own as above.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int ScaleBySlope<TFunction, TLanes>(TFunction function, ReadOnlySpan<float> kept, int start, Span<float> adjoint)
        where TFunction : struct, IElementwise
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(kept);
        ref var to = ref MemoryMarshal.GetReference(adjoint);
        for (; start <= adjoint.Length - TLanes.Count; start += TLanes.Count)
            (TLanes.Load(ref to, start) * function.Slope(TLanes.Load(ref from, start))).Store(ref to, start);
        return start;
    }
}
