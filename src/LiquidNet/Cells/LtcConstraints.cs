namespace LiquidNet.Cells;

/// <summary>How conductances and capacitances are kept positive.</summary>
public enum LtcConstraints
{
    /// <summary>The equation sees the softplus of the stored values: always positive, and with a gradient everywhere.</summary>
    Implicit,

    /// <summary>
    /// The equation sees the stored values, and negative ones are set back to zero after an update or an assignment, as in the original
    /// code. A synapse whose weight is zero is switched off.
    /// </summary>
    Explicit,
}
