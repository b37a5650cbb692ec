using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Moves from one signal towards another by a share: <c>y = a + t (b - a)</c>.</summary>
/// <remarks>The share has one number per element, or one per sample.</remarks>
static class Lerps
{
    /// <summary>Writes the result.</summary>
    public static void Write(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> share, bool perSample, int rows, int lanes, Span<float> y)
    {
        Debug.Assert(a.Length == rows * lanes && b.Length == a.Length && y.Length == a.Length);
        if (perSample && lanes == 1)
            LaneLoop.Run(new WriteKernel<Spread>(a, b, share, y), rows);
        else
            LaneLoop.Run(new WriteKernel<Contiguous>(a, b, share, y), perSample ? rows : 1, perSample ? lanes : rows * lanes);
    }

    /// <summary>Adds <c>da += (1 - t) dy</c> and <c>db += t dy</c>; either may be empty.</summary>
    public static void AddGradients(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> share, bool perSample, int rows, int lanes, Span<float> da, Span<float> db)
    {
        Debug.Assert(dy.Length == rows * lanes);
        if (!db.IsEmpty)
            Broadcasts.AddProduct(dy, share, perSample ? Broadcast.PerSample : Broadcast.Equal, rows, lanes, perSample: false, db);
        if (da.IsEmpty)
            return;
        if (perSample && lanes == 1)
            LaneLoop.Run(new AddRestKernel<Spread>(dy, share, da), rows);
        else
            LaneLoop.Run(new AddRestKernel<Contiguous>(dy, share, da), perSample ? rows : 1, perSample ? lanes : rows * lanes);
    }

    /// <summary>Adds <c>dt += (b - a) dy</c>, summed over rows where there is one share per sample.</summary>
    public static void AddShareGradient(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, bool perSample, int rows, int lanes, Span<float> dshare)
    {
        Debug.Assert(a.Length == rows * lanes && b.Length == a.Length && dy.Length == a.Length);
        if (!perSample)
            (rows, lanes) = (1, rows * lanes);
        LaneLoop.Run(new AddShareKernel(a, b, dy, rows, lanes, dshare), lanes);
    }

    readonly ref struct WriteKernel<TForm>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> share, Span<float> y) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly ref readonly float a = ref MemoryMarshal.GetReference(a);
        readonly ref readonly float b = ref MemoryMarshal.GetReference(b);
        readonly ref readonly float share = ref MemoryMarshal.GetReference(share);
        readonly ref float y = ref MemoryMarshal.GetReference(y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var origin = TLanes.Load(in a, at);
            TLanes.MultiplyAdd(TForm.Load<TLanes>(in share, 0, lane), TLanes.Load(in b, at) - origin, origin).Store(ref y, at);
        }
    }

    readonly ref struct AddRestKernel<TForm>(ReadOnlySpan<float> dy, ReadOnlySpan<float> share, Span<float> da) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly ref readonly float dy = ref MemoryMarshal.GetReference(dy);
        readonly ref readonly float share = ref MemoryMarshal.GetReference(share);
        readonly ref float da = ref MemoryMarshal.GetReference(da);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var rest = TLanes.All(1f) - TForm.Load<TLanes>(in share, 0, lane);
            TLanes.MultiplyAdd(rest, TLanes.Load(in dy, at), TLanes.Load(in da, at)).Store(ref da, at);
        }
    }

    /// <summary>Goes down the rows itself, so that the sum stays in a register.</summary>
    readonly ref struct AddShareKernel(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, int rows, int lanes, Span<float> dshare) : ILaneKernel
    {
        readonly ref readonly float a = ref MemoryMarshal.GetReference(a);
        readonly ref readonly float b = ref MemoryMarshal.GetReference(b);
        readonly ref readonly float dy = ref MemoryMarshal.GetReference(dy);
        readonly ref float dshare = ref MemoryMarshal.GetReference(dshare);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var sum = TLanes.Load(in dshare, lane);
            for (; row < rows; row++, at += lanes)
                sum = TLanes.MultiplyAdd(TLanes.Load(in b, at) - TLanes.Load(in a, at), TLanes.Load(in dy, at), sum);
            sum.Store(ref dshare, lane);
        }
    }
}
