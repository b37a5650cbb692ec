namespace LiquidNet.Cells.Blocks;

/// <summary>Which closed form a CfC layer computes, and how it starts.</summary>
/// <param name="Mode">Which parts it has.</param>
/// <param name="Semantics">Which published model.</param>
/// <param name="TimeGates">Where its gates stand before training; null for biases close to zero.</param>
readonly record struct ClosedFormOptions(CfcMode Mode, CfcSemantics Semantics, CfcTimeGates? TimeGates)
{
    /// <summary>The sign with which the gates see time: the models disagree about it.</summary>
    public int TimeSign => Semantics == CfcSemantics.Torch ? 1 : -1;
}
