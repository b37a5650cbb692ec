namespace LiquidNet;

/// <summary>What the outputs of a readout mean; losses, metrics and predictions depend on it.</summary>
public enum OutputKind
{
    /// <summary>Values of any size.</summary>
    Values,

    /// <summary>The probabilities of several classes, exactly one of which applies; they sum to one.</summary>
    Classes,

    /// <summary>Independent probabilities, each between zero and one, of which any number may apply.</summary>
    Probabilities,
}
