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
        if (perSample && lanes == 1)
            LaneLoop.Run(new WriteKernel<Spread>(state, drive, decay, step, y), rows);
        else
            LaneLoop.Run(new WriteKernel<Contiguous>(state, drive, decay, step, y), perSample ? rows : 1, perSample ? lanes : rows * lanes);
    }

    /// <summary>
    /// With <c>q = dy / (1 + h D)</c> adds <c>ds += q</c>, <c>dI += h q</c>, <c>dD -= h q y</c> and <c>dh += q (I - D y)</c>; the last may be empty.
    /// </summary>
    public static void AddGradients(
        ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, bool perSample, ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy, int rows, int lanes, Span<float> dstate, Span<float> ddrive, Span<float> ddecay, Span<float> dstep)
    {
        Debug.Assert(dy.Length == rows * lanes && dstate.Length == dy.Length && ddrive.Length == dy.Length && ddecay.Length == dy.Length);
        LaneLoop.Run(
            new AddKernel(drive, decay, step, y, dy, dstate, ddrive, ddecay, dstep), perSample ? rows : 1, perSample ? lanes : rows * lanes);
    }

    readonly ref struct WriteKernel<TForm>(
        ReadOnlySpan<float> state, ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, Span<float> y) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly ref readonly float state = ref MemoryMarshal.GetReference(state);
        readonly ref readonly float drive = ref MemoryMarshal.GetReference(drive);
        readonly ref readonly float decay = ref MemoryMarshal.GetReference(decay);
        readonly ref readonly float step = ref MemoryMarshal.GetReference(step);
        readonly ref float y = ref MemoryMarshal.GetReference(y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var h = TForm.Load<TLanes>(in step, 0, lane);
            var moved = TLanes.MultiplyAdd(h, TLanes.Load(in drive, at), TLanes.Load(in state, at));
            (moved / TLanes.MultiplyAdd(h, TLanes.Load(in decay, at), TLanes.All(1f))).Store(ref y, at);
        }
    }

    readonly ref struct AddKernel(
        ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, ReadOnlySpan<float> y, ReadOnlySpan<float> dy,
        Span<float> dstate, Span<float> ddrive, Span<float> ddecay, Span<float> dstep) : ILaneKernel
    {
        readonly ref readonly float drive = ref MemoryMarshal.GetReference(drive);
        readonly ref readonly float decay = ref MemoryMarshal.GetReference(decay);
        readonly ref readonly float step = ref MemoryMarshal.GetReference(step);
        readonly ref readonly float y = ref MemoryMarshal.GetReference(y);
        readonly ref readonly float dy = ref MemoryMarshal.GetReference(dy);
        readonly ref float dstate = ref MemoryMarshal.GetReference(dstate);
        readonly ref float ddrive = ref MemoryMarshal.GetReference(ddrive);
        readonly ref float ddecay = ref MemoryMarshal.GetReference(ddecay);
        readonly ref float dstep = ref MemoryMarshal.GetReference(dstep);
        readonly bool wantsStep = !dstep.IsEmpty;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var h = TLanes.Load(in step, lane);
            var pull = TLanes.Load(in decay, at);
            var next = TLanes.Load(in y, at);
            var q = TLanes.Load(in dy, at) / TLanes.MultiplyAdd(h, pull, TLanes.All(1f));
            var moved = h * q;
            (TLanes.Load(in dstate, at) + q).Store(ref dstate, at);
            (TLanes.Load(in ddrive, at) + moved).Store(ref ddrive, at);
            (TLanes.Load(in ddecay, at) - moved * next).Store(ref ddecay, at);
            if (wantsStep)
                TLanes.MultiplyAdd(q, TLanes.Load(in drive, at) - pull * next, TLanes.Load(in dstep, lane)).Store(ref dstep, lane);
        }
    }
}
