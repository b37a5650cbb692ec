namespace LiquidNet.Wirings;

/// <summary>
/// The role of a neuron, in the vocabulary of neural circuit policies (Lechner et al., "Neural circuit policies enabling auditable
/// autonomy", Nature Machine Intelligence 2020): sensory neurons feed inter neurons, these feed command neurons, and these feed motor
/// neurons.
/// </summary>
public enum NeuronKind
{
    /// <summary>An input: it carries a feature and has no state of its own.</summary>
    Sensory,

    /// <summary>Processes what the inputs send; also the kind of every hidden neuron in a wiring without layers.</summary>
    Inter,

    /// <summary>Decides, usually with recurrent synapses among command neurons.</summary>
    Command,

    /// <summary>Its state is an output.</summary>
    Motor,

    /// <summary>A neuron of a custom layer.</summary>
    Custom,
}
