using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>The semi-implicit Euler step of many neurons: <c>y = (s + h I) / (1 + h D)</c>.</summary>
/// <remarks>The step <c>h</c> has one number per element, or one per sample.</remarks>
static class ImplicitSteps
{
    /// <summary>Writes the result.</summary>
    public static void Write(
        ReadOnlySpan<float> state, ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, bool perSample, int rows,
        int lanes, Span<float> y)
    {
        Debug.Assert(state.Length == rows * lanes && drive.Length == state.Length && decay.Length == state.Length && y.Length == state.Length);
        if (!perSample)
        {
            WriteRow<Contiguous>(state, drive, decay, step, y);
        }
        else if (lanes == 1)
        {
            WriteRow<Spread>(state, drive, decay, step, y);
        }
        else
        {
            for (var at = 0; at < y.Length; at += lanes)
                WriteRow<Contiguous>(state.Slice(at, lanes), drive.Slice(at, lanes), decay.Slice(at, lanes), step, y.Slice(at, lanes));
        }
    }

    /// <summary>
    /// With <c>q = dy / (1 + h D)</c> adds <c>ds += q</c>, <c>dI += h q</c>, <c>dD -= h q y</c> and <c>dh += q (I - D y)</c>; the last may be empty.
    /// </summary>
    public static void AddGradients(
        ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, bool perSample, ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy, int rows, int lanes, Span<float> dstate, Span<float> ddrive, Span<float> ddecay, Span<float> dstep)
    {
        Debug.Assert(dy.Length == rows * lanes && dstate.Length == dy.Length && ddrive.Length == dy.Length && ddecay.Length == dy.Length);
        if (!perSample)
        {
            AddRow<Contiguous>(drive, decay, step, y, dy, dstate, ddrive, ddecay, dstep);
            return;
        }

        var width = Math.Max(1, lanes);
        for (var at = 0; at < dy.Length; at += width)
        {
            AddRow<Contiguous>(
                drive.Slice(at, width), decay.Slice(at, width), step, y.Slice(at, width), dy.Slice(at, width), dstate.Slice(at, width),
                ddrive.Slice(at, width), ddecay.Slice(at, width), dstep);
        }
    }

    static void WriteRow<TForm>(
        ReadOnlySpan<float> state, ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, Span<float> y)
        where TForm : struct, IOperandForm
    {
        var done = WriteBlocks<TForm, LanePair<LaneVector>>(state, drive, decay, step, 0, y);
        done = WriteBlocks<TForm, LaneVector>(state, drive, decay, step, done, y);
        WriteBlocks<TForm, OneLane>(state, drive, decay, step, done, y);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int WriteBlocks<TForm, TLanes>(
        ReadOnlySpan<float> state, ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, int start, Span<float> y)
        where TForm : struct, IOperandForm
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(state);
        ref var current = ref MemoryMarshal.GetReference(drive);
        ref var conductance = ref MemoryMarshal.GetReference(decay);
        ref var length = ref MemoryMarshal.GetReference(step);
        ref var to = ref MemoryMarshal.GetReference(y);
        var one = TLanes.All(1);
        for (; start <= y.Length - TLanes.Count; start += TLanes.Count)
        {
            var h = TForm.Load<TLanes>(ref length, start);
            var moved = TLanes.MultiplyAdd(h, TLanes.Load(ref current, start), TLanes.Load(ref from, start));
            (moved / TLanes.MultiplyAdd(h, TLanes.Load(ref conductance, start), one)).Store(ref to, start);
        }

        return start;
    }

    static void AddRow<TForm>(
        ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, ReadOnlySpan<float> y, ReadOnlySpan<float> dy,
        Span<float> dstate, Span<float> ddrive, Span<float> ddecay, Span<float> dstep)
        where TForm : struct, IOperandForm
    {
        var done = AddBlocks<TForm, LaneVector>(drive, decay, step, y, dy, 0, dstate, ddrive, ddecay, dstep);
        AddBlocks<TForm, OneLane>(drive, decay, step, y, dy, done, dstate, ddrive, ddecay, dstep);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AddBlocks<TForm, TLanes>(
        ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int start,
        Span<float> dstate, Span<float> ddrive, Span<float> ddecay, Span<float> dstep)
        where TForm : struct, IOperandForm
        where TLanes : struct, ILanes<TLanes>
    {
        ref var current = ref MemoryMarshal.GetReference(drive);
        ref var conductance = ref MemoryMarshal.GetReference(decay);
        ref var length = ref MemoryMarshal.GetReference(step);
        ref var result = ref MemoryMarshal.GetReference(y);
        ref var adjoint = ref MemoryMarshal.GetReference(dy);
        ref var toState = ref MemoryMarshal.GetReference(dstate);
        ref var toDrive = ref MemoryMarshal.GetReference(ddrive);
        ref var toDecay = ref MemoryMarshal.GetReference(ddecay);
        ref var toStep = ref MemoryMarshal.GetReference(dstep);
        var one = TLanes.All(1);
        for (; start <= dy.Length - TLanes.Count; start += TLanes.Count)
        {
            var h = TForm.Load<TLanes>(ref length, start);
            var pull = TLanes.Load(ref conductance, start);
            var next = TLanes.Load(ref result, start);
            var q = TLanes.Load(ref adjoint, start) / TLanes.MultiplyAdd(h, pull, one);
            var moved = h * q;
            (TLanes.Load(ref toState, start) + q).Store(ref toState, start);
            (TLanes.Load(ref toDrive, start) + moved).Store(ref toDrive, start);
            (TLanes.Load(ref toDecay, start) - moved * next).Store(ref toDecay, start);
            if (!dstep.IsEmpty)
                TLanes.MultiplyAdd(q, TLanes.Load(ref current, start) - pull * next, TLanes.Load(ref toStep, start)).Store(ref toStep, start);
        }

        return start;
    }
}
