namespace LiquidNet.Kernels.Lanes;

/// <summary>What is done with one block of a signal of rows of lanes, for <see cref="LaneLoop"/>.</summary>
interface ILaneKernel
{
    /// <summary>Works on the block that starts at a row and lane, <paramref name="at"/> floats after the first of all.</summary>
    void Run<TLanes>(nint at, nint row, nint lane)
        where TLanes : struct, ILanes<TLanes>;
}
