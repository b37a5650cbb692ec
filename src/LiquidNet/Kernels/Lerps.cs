using System.Diagnostics;
using System.Runtime.CompilerServices;
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
            LaneLoop.Run(new WriteKernel<Spread>(a, b, new(share, 0), y), rows);
        else
            LaneLoop.Run(new WriteKernel<Contiguous>(a, b, new(share, 0), y), perSample ? rows : 1, perSample ? lanes : rows * lanes);
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
            LaneLoop.Run(new AddRestKernel<Spread>(dy, new(share, 0), da), rows);
        else
            LaneLoop.Run(new AddRestKernel<Contiguous>(dy, new(share, 0), da), perSample ? rows : 1, perSample ? lanes : rows * lanes);
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

    readonly ref struct WriteKernel<TForm>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Operand<TForm> share, Span<float> y) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly ReadOnlySpan<float> a = a, b = b;
        readonly Operand<TForm> share = share;
        readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var origin = a.Load<TLanes>(at);
            TLanes.MultiplyAdd(share.Load<TLanes>(0, lane), b.Load<TLanes>(at) - origin, origin).Store(y, at);
        }
    }

    readonly ref struct AddRestKernel<TForm>(ReadOnlySpan<float> dy, Operand<TForm> share, Span<float> da) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly ReadOnlySpan<float> dy = dy;
        readonly Operand<TForm> share = share;
        readonly Span<float> da = da;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var rest = TLanes.All(1f) - share.Load<TLanes>(0, lane);
            TLanes.MultiplyAdd(rest, dy.Load<TLanes>(at), da.Load<TLanes>(at)).Store(da, at);
        }
    }

    /// <summary>Goes down the rows itself, so that the sum stays in a register.</summary>
    readonly ref struct AddShareKernel(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, int rows, int lanes, Span<float> dshare) : ILaneKernel
    {
        readonly ReadOnlySpan<float> a = a, b = b, dy = dy;
        readonly Span<float> dshare = dshare;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var sum = dshare.Load<TLanes>(lane);
            for (; row < rows; row++, at += lanes)
                sum = TLanes.MultiplyAdd(b.Load<TLanes>(at) - a.Load<TLanes>(at), dy.Load<TLanes>(at), sum);
            sum.Store(dshare, lane);
        }
    }
}
