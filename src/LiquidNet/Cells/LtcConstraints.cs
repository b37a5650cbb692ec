namespace LiquidNet.Cells;

/// <summary>How conductances and capacitances are kept positive.</summary>
public enum LtcConstraints
{
    /// <summary>The equation sees softplus of the values: positive whatever training does, and every value has a gradient.</summary>
    Implicit,

    /// <summary>
    /// The equation sees the values themselves, which are moved back to zero where an update, or a value written by hand, made
    /// them negative: as the original code does. A value at zero is a synapse that is off.
    /// </summary>
    Explicit,
}
