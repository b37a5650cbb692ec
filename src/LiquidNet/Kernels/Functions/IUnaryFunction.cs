using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>A function of one variable.</summary>
interface IUnaryFunction
{
    /// <summary>The function at x.</summary>
    TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>;
}
