using System.Diagnostics;
using System.Runtime.CompilerServices;
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
        Debug.Assert(
            state.Length == rows * lanes && drive.Length == state.Length && decay.Length == state.Length && y.Length == state.Length);
        if (!perSample)
            (rows, lanes) = (1, rows * lanes);
        if (perSample && lanes == 1)
            LaneLoop.Run(new WriteKernel<Spread>(state, drive, decay, new(step, 0), y), rows);
        else
            LaneLoop.Run(new WriteKernel<Contiguous>(state, drive, decay, new(step, 0), y), rows, lanes);
    }

    /// <summary>
    /// With <c>q = dy / (1 + h D)</c> adds <c>ds += q</c>, <c>dI += h q</c>, <c>dD -= h q y</c> and <c>dh += q (I - D y)</c>; the last may
    /// be empty.
    /// </summary>
    public static void AddGradients(
        ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, bool perSample, ReadOnlySpan<float> y,
        ReadOnlySpan<float> dy, int rows, int lanes, Span<float> dstate, Span<float> ddrive, Span<float> ddecay, Span<float> dstep)
    {
        Debug.Assert(dy.Length == rows * lanes && dstate.Length == dy.Length && ddrive.Length == dy.Length && ddecay.Length == dy.Length);
        if (!perSample)
            (rows, lanes) = (1, rows * lanes);
        LaneLoop.Run(new AddKernel(drive, decay, step, y, dy, dstate, ddrive, ddecay, dstep), rows, lanes);
    }

    readonly ref struct WriteKernel<TForm>(
        ReadOnlySpan<float> state, ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, Operand<TForm> step, Span<float> y) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly ReadOnlySpan<float> state = state, drive = drive, decay = decay;
        readonly Operand<TForm> step = step;
        readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var h = step.Load<TLanes>(0, lane);
            var moved = TLanes.MultiplyAdd(h, drive.Load<TLanes>(at), state.Load<TLanes>(at));
            (moved / TLanes.MultiplyAdd(h, decay.Load<TLanes>(at), TLanes.All(1f))).Store(y, at);
        }
    }

    readonly ref struct AddKernel(
        ReadOnlySpan<float> drive, ReadOnlySpan<float> decay, ReadOnlySpan<float> step, ReadOnlySpan<float> y, ReadOnlySpan<float> dy,
        Span<float> dstate, Span<float> ddrive, Span<float> ddecay, Span<float> dstep) : ILaneKernel
    {
        readonly ReadOnlySpan<float> drive = drive, decay = decay, step = step, y = y, dy = dy;
        readonly Span<float> dstate = dstate, ddrive = ddrive, ddecay = ddecay, dstep = dstep;
        readonly bool wantsStep = !dstep.IsEmpty;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var h = step.Load<TLanes>(lane);
            var pull = decay.Load<TLanes>(at);
            var next = y.Load<TLanes>(at);
            var q = dy.Load<TLanes>(at) / TLanes.MultiplyAdd(h, pull, TLanes.All(1f));
            var moved = h * q;
            (dstate.Load<TLanes>(at) + q).Store(dstate, at);
            (ddrive.Load<TLanes>(at) + moved).Store(ddrive, at);
            (ddecay.Load<TLanes>(at) - moved * next).Store(ddecay, at);
            if (wantsStep)
                TLanes.MultiplyAdd(q, drive.Load<TLanes>(at) - pull * next, dstep.Load<TLanes>(lane)).Store(dstep, lane);
        }
    }
}
