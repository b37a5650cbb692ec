using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>The mean over the rows of every lane.</summary>
static class RowMeans
{
    /// <summary>Writes <c>y[l] = sum_r x[r, l] / rows</c>.</summary>
    public static void Write(ReadOnlySpan<float> x, int rows, int lanes, Span<float> y)
    {
        Debug.Assert(rows > 0 && x.Length >= rows * lanes && y.Length >= lanes);
        LaneLoop.Run(new MeanKernel(x, rows, lanes, y), lanes);
    }

    /// <summary>Adds <c>dx[r, l] += dy[l] / rows</c>.</summary>
    public static void AddGradient(ReadOnlySpan<float> dy, int rows, int lanes, Span<float> dx)
    {
        Debug.Assert(rows > 0 && dy.Length >= lanes && dx.Length >= rows * lanes);
        LaneLoop.Run(new GradientKernel(dy, 1f / rows, dx), rows, lanes);
    }

    /// <summary>Goes down the rows itself, so that the sum stays in a register.</summary>
    readonly ref struct MeanKernel(ReadOnlySpan<float> x, int rows, int lanes, Span<float> y) : ILaneKernel
    {
        readonly ReadOnlySpan<float> x = x;
        readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var sum = TLanes.All(0f);
            for (; row < rows; row++, at += lanes)
                sum += x.Load<TLanes>(at);
            (sum / TLanes.All(rows)).Store(y, lane);
        }
    }

    readonly ref struct GradientKernel(ReadOnlySpan<float> dy, float share, Span<float> dx) : ILaneKernel
    {
        readonly ReadOnlySpan<float> dy = dy;
        readonly Span<float> dx = dx;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> =>
            TLanes.MultiplyAdd(dy.Load<TLanes>(lane), TLanes.All(share), dx.Load<TLanes>(at)).Store(dx, at);
    }
}
