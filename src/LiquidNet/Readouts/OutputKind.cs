namespace LiquidNet;

/// <summary>What the outputs of a readout mean, which decides what losses and predictions make of them.</summary>
public enum OutputKind
{
    /// <summary>Values of any size; the logits themselves.</summary>
    Values,

    /// <summary>A probability for each of several classes, of which one is right; together they sum to one.</summary>
    Classes,

    /// <summary>Probabilities of several things, each for itself between zero and one; any number of them may be true.</summary>
    Probabilities,
}
