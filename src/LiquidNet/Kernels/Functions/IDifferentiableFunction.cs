using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>A function of one variable with its derivative: a signal function, one a file.</summary>
/// <remarks>
/// Errors are absolute unless called relative, and hold for every float. NaN gives NaN, except to the two functions that look for it,
/// <see cref="IsNaN"/> and <see cref="ZeroIfNaN"/>.
/// </remarks>
interface IDifferentiableFunction : IUnaryFunction
{
    /// <summary>Whether the derivative follows from the result y alone, so that nobody has to keep the argument x.</summary>
    bool KeepsResult { get; }

    /// <summary>The derivative, from what the function keeps: y where <see cref="KeepsResult"/>, otherwise x.</summary>
    TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>;
}
