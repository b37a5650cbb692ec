using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Neighbouring numbers that go from one array to another.</summary>
/// <param name="To">Where to.</param>
/// <param name="From">Where from.</param>
/// <param name="Length">How many.</param>
readonly record struct NumberRun(int To, int From, int Length)
{
    /// <summary>Writes <c>y = x</c> for all runs.</summary>
    public static void Copy(ReadOnlySpan<NumberRun> runs, ReadOnlySpan<float> x, Span<float> y)
    {
        foreach (ref readonly var run in runs)
        {
            run.AssertFits(x, y);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), run.From);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), run.To);
            nint at = 0, length = run.Length;
            for (; at <= length - Vector<float>.Count; at += Vector<float>.Count)
                LaneVector.Load(ref from, at).Store(ref to, at);
            for (; at < length; at++)
                Unsafe.Add(ref to, at) = Unsafe.Add(ref from, at);
        }
    }

    /// <summary>Adds <c>y += x</c> for all runs.</summary>
    public static void Add(ReadOnlySpan<NumberRun> runs, ReadOnlySpan<float> x, Span<float> y)
    {
        foreach (ref readonly var run in runs)
        {
            run.AssertFits(x, y);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), run.From);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), run.To);
            nint at = 0, length = run.Length;
            for (; at <= length - Vector<float>.Count; at += Vector<float>.Count)
                (LaneVector.Load(ref to, at) + LaneVector.Load(ref from, at)).Store(ref to, at);
            for (; at < length; at++)
                Unsafe.Add(ref to, at) += Unsafe.Add(ref from, at);
        }
    }

    [Conditional("DEBUG")]
    void AssertFits(ReadOnlySpan<float> x, Span<float> y) =>
        Debug.Assert(From >= 0 && From + Length <= x.Length && To >= 0 && To + Length <= y.Length);
}
