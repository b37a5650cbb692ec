using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels.Lanes;

/// <summary>Runs a kernel over all blocks: pairs of the widest vectors, then a vector, then what is left lane by lane.</summary>
/// <remarks>
/// A block of lanes goes down all rows before the next one begins, so in each lane the rows follow each other. What has no rows is one
/// long row.
/// </remarks>
static class LaneLoop
{
    /// <summary>Runs the kernel over one row of <paramref name="length"/> floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel>(scoped in TKernel kernel, int length)
        where TKernel : struct, ILaneKernel, allows ref struct => Run(in kernel, 1, length);

    /// <summary>Runs the kernel over rows of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel>(scoped in TKernel kernel, int rows, int lanes)
        where TKernel : struct, ILaneKernel, allows ref struct
    {
        var lane = 0;
        if (WideVector.IsSupported)
        {
            if (lanes >= LanePair<WideVector>.Count)
                lane = Run<TKernel, LanePair<WideVector>>(in kernel, rows, lanes, lane);
            if (lanes - lane >= WideVector.Count)
                lane = Run<TKernel, WideVector>(in kernel, rows, lanes, lane);
        }
        else if (lanes >= LanePair<LaneVector>.Count)
        {
            lane = Run<TKernel, LanePair<LaneVector>>(in kernel, rows, lanes, lane);
        }

        if (lanes - lane >= LaneVector.Count)
            lane = Run<TKernel, LaneVector>(in kernel, rows, lanes, lane);
        if (lane < lanes)
            Run<TKernel, OneLane>(in kernel, rows, lanes, lane);
    }

    /// <summary>Runs a kernel that is too long for pairs: the compiler would inline only a part of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunLong<TKernel>(scoped in TKernel kernel, int rows, int lanes)
        where TKernel : struct, ILaneKernel, allows ref struct
    {
        var lane = 0;
        if (WideVector.IsSupported && lanes >= WideVector.Count)
            lane = Run<TKernel, WideVector>(in kernel, rows, lanes, lane);
        if (lanes - lane >= LaneVector.Count)
            lane = Run<TKernel, LaneVector>(in kernel, rows, lanes, lane);
        if (lane < lanes)
            Run<TKernel, OneLane>(in kernel, rows, lanes, lane);
    }

    /// <summary>As many whole blocks as fit, at least one; returns the lane where they end.</summary>
    /// <remarks>Compiled on its own, or several widths would share the compiler's budget for inlining and exhaust it.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Run<TKernel, TLanes>(scoped in TKernel kernel, int rows, nint lanes, nint lane)
        where TKernel : struct, ILaneKernel, allows ref struct
        where TLanes : struct, ILanes<TLanes>
    {
        // A copy of its own can live in registers.
        var own = kernel;
        var last = lanes - TLanes.Count;
        if (rows == 1)
        {
            // Tested at the end, so that what is the same in all blocks moves out of the loop.
            do
            {
                own.Run<TLanes>(lane, 0, lane);
                lane += TLanes.Count;
            }
            while (lane <= last);
            return (int)lane;
        }

        for (; lane <= last; lane += TLanes.Count)
        {
            var at = lane;
            for (nint row = 0; row < rows; row++, at += lanes)
                own.Run<TLanes>(at, row, lane);
        }

        return (int)lane;
    }
}
