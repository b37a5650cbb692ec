namespace LiquidNet.Kernels;

/// <summary>How an operand of fewer numbers is spread over rows of lanes: where element (row, lane) is found.</summary>
enum Broadcast
{
    /// <summary>One number per row and lane, at <c>row * lanes + lane</c>.</summary>
    Equal,

    /// <summary>One number per row, shared by all samples, at <c>row</c>.</summary>
    PerNeuron,

    /// <summary>One number per lane, shared by all rows, at <c>lane</c>.</summary>
    PerSample,

    /// <summary>One number, shared by all.</summary>
    Scalar,
}
