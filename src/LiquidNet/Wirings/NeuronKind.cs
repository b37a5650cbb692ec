namespace LiquidNet.Wirings;

/// <summary>
/// The role of a neuron, in the vocabulary of neural circuit policies (Lechner et al., "Neural circuit policies enabling auditable
/// autonomy", Nature Machine Intelligence 2020): sensory neurons feed inter, those command, those motor neurons.
/// </summary>
public enum NeuronKind
{
    /// <summary>An input: it carries a feature and has no state of its own.</summary>
    Sensory,

    /// <summary>Works on what it receives from the inputs; also the kind of every hidden neuron of an unlayered wiring.</summary>
    Inter,

    /// <summary>Decides, usually with recurrent synapses among its like.</summary>
    Command,

    /// <summary>Its state is an output.</summary>
    Motor,

    /// <summary>A neuron of a layer of one's own.</summary>
    Custom,
}
