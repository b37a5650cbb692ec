using System.Numerics;

namespace LiquidNet.Kernels.Lanes;

/// <summary>A block that is one vector of the processor: what the tiles of matrix products hold in registers.</summary>
interface IVectorLanes<TSelf> : ILanes<TSelf>
    where TSelf : struct, IVectorLanes<TSelf>
{
    /// <summary>The block added up until it is as wide as <see cref="Vector{T}"/>.</summary>
    Vector<float> Folded { get; }
}
