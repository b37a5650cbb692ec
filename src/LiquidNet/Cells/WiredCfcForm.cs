namespace LiquidNet.Cells;

/// <summary>How the weights of a <see cref="WiredCfcCell"/> follow its wiring.</summary>
public enum WiredCfcForm
{
    /// <summary>
    /// Both heads and both maps of the gate have weights only where the wiring has a synapse, between any two layers, and for the neuron's
    /// own state. In the heads, weights of excitatory synapses never fall below zero, and those of inhibitory ones never rise above it.
    /// </summary>
    Sparse,

    /// <summary>
    /// As in <c>ncps.torch</c>: a layer sees all of its own states and those of the layer before it. Only the heads are masked, by the
    /// synapses from that layer; the gate is dense, and polarities and recurrent synapses are ignored. The output is the whole last layer.
    /// </summary>
    Ncps,

    /// <summary>
    /// As in <c>ncps.keras</c> and <c>ncps.tf</c>: masked as <see cref="Ncps"/>, with the heads and gate of
    /// <see cref="CfcSemantics.Keras"/>; the output is the motor neurons only. There the mask also carries the sign of each synapse but
    /// multiplies a weight of either sign, so the sign is not binding; the weight stored here is the product.
    /// </summary>
    Keras,
}
