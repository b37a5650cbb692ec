using LiquidNet.Equations;

namespace LiquidNet.Export.Folding;

/// <summary>A readout whose equation, from the state on, is given.</summary>
sealed class FoldedReadout(int stateSize, Signal predictions) : Readout(stateSize, predictions.Rows)
{
    public override Signal Logits(Signal output) => predictions;
}
