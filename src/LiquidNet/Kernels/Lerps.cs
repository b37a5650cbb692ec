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
        if (!perSample)
        {
            WriteRow<Contiguous>(a, b, share, y);
        }
        else if (lanes == 1)
        {
            WriteRow<Spread>(a, b, share, y);
        }
        else
        {
            for (var start = 0; start < a.Length; start += lanes)
                WriteRow<Contiguous>(a.Slice(start, lanes), b.Slice(start, lanes), share, y.Slice(start, lanes));
        }
    }

    /// <summary>Adds <c>da += (1 - t) dy</c> and <c>db += t dy</c>; either may be empty.</summary>
    public static void AddGradients(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> share, bool perSample, int rows, int lanes, Span<float> da, Span<float> db)
    {
        Debug.Assert(dy.Length == rows * lanes);
        var form = perSample ? lanes == 1 ? Broadcast.Scalar : Broadcast.PerSample : Broadcast.Equal;
        if (!db.IsEmpty)
            Broadcasts.AddProduct(dy, share, form, rows, lanes, perSample: false, db);
        if (da.IsEmpty)
            return;
        if (form != Broadcast.PerSample)
        {
            AddRest(dy, share, form == Broadcast.Scalar, da);
            return;
        }

        for (var start = 0; start < dy.Length; start += lanes)
            AddRest(dy.Slice(start, lanes), share, isScalar: false, da.Slice(start, lanes));
    }

    /// <summary>Adds <c>dt += (b - a) dy</c>, summed over rows where there is one share per sample.</summary>
    public static void AddShareGradient(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, bool perSample, int rows, int lanes, Span<float> dshare)
    {
        Debug.Assert(a.Length == rows * lanes && b.Length == a.Length && dy.Length == a.Length);
        if (!perSample)
        {
            AddDifference(a, b, dy, dshare);
            return;
        }

        if (lanes == 1)
        {
            var sum = 0f;
            for (var row = 0; row < dy.Length; row++)
                sum = float.MultiplyAddEstimate(b[row] - a[row], dy[row], sum);
            dshare[0] += sum;
            return;
        }

        for (var start = 0; start < dy.Length; start += lanes)
            AddDifference(a.Slice(start, lanes), b.Slice(start, lanes), dy.Slice(start, lanes), dshare);
    }

    static void WriteRow<TForm>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> share, Span<float> y)
        where TForm : struct, IOperandForm
    {
        var done = WriteBlocks<TForm, LanePair<LaneVector>>(a, b, share, 0, y);
        done = WriteBlocks<TForm, LaneVector>(a, b, share, done, y);
        WriteBlocks<TForm, OneLane>(a, b, share, done, y);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int WriteBlocks<TForm, TLanes>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> share, int start, Span<float> y)
        where TForm : struct, IOperandForm
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(a);
        ref var target = ref MemoryMarshal.GetReference(b);
        ref var part = ref MemoryMarshal.GetReference(share);
        ref var to = ref MemoryMarshal.GetReference(y);
        for (; start <= y.Length - TLanes.Count; start += TLanes.Count)
        {
            var origin = TLanes.Load(ref from, start);
            TLanes.MultiplyAdd(TForm.Load<TLanes>(ref part, start), TLanes.Load(ref target, start) - origin, origin).Store(ref to, start);
        }

        return start;
    }

    static void AddRest(ReadOnlySpan<float> dy, ReadOnlySpan<float> share, bool isScalar, Span<float> da)
    {
        if (isScalar)
        {
            AddRestBlocks<Spread, OneLane>(dy, share, AddRestBlocks<Spread, LaneVector>(dy, share, 0, da), da);
            return;
        }

        AddRestBlocks<Contiguous, OneLane>(dy, share, AddRestBlocks<Contiguous, LaneVector>(dy, share, 0, da), da);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AddRestBlocks<TForm, TLanes>(ReadOnlySpan<float> dy, ReadOnlySpan<float> share, int start, Span<float> da)
        where TForm : struct, IOperandForm
        where TLanes : struct, ILanes<TLanes>
    {
        ref var adjoint = ref MemoryMarshal.GetReference(dy);
        ref var part = ref MemoryMarshal.GetReference(share);
        ref var to = ref MemoryMarshal.GetReference(da);
        var one = TLanes.All(1);
        for (; start <= da.Length - TLanes.Count; start += TLanes.Count)
        {
            TLanes.MultiplyAdd(one - TForm.Load<TLanes>(ref part, start), TLanes.Load(ref adjoint, start), TLanes.Load(ref to, start))
                .Store(ref to, start);
        }

        return start;
    }

    static void AddDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> dshare) =>
        AddDifferenceBlocks<OneLane>(a, b, dy, AddDifferenceBlocks<LaneVector>(a, b, dy, 0, dshare), dshare);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int AddDifferenceBlocks<TLanes>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, int start, Span<float> dshare)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var from = ref MemoryMarshal.GetReference(a);
        ref var target = ref MemoryMarshal.GetReference(b);
        ref var adjoint = ref MemoryMarshal.GetReference(dy);
        ref var to = ref MemoryMarshal.GetReference(dshare);
        for (; start <= dy.Length - TLanes.Count; start += TLanes.Count)
        {
            TLanes.MultiplyAdd(TLanes.Load(ref target, start) - TLanes.Load(ref from, start), TLanes.Load(ref adjoint, start), TLanes.Load(ref to, start))
                .Store(ref to, start);
        }

        return start;
    }
}
