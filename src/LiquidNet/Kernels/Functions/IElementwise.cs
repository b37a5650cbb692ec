using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>A function of one variable and its derivative, for <see cref="Elementwise"/>.</summary>
interface IElementwise
{
    /// <summary>The function at x.</summary>
    TLanes Value<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>The derivative, from what the function keeps: its result y or its argument x, whichever costs less.</summary>
    TLanes Slope<TLanes>(TLanes kept)
        where TLanes : struct, ILanes<TLanes>;
}
