namespace LiquidNet.Cells;

/// <summary>How a <see cref="WiredCfcCell"/> obeys its wiring.</summary>
public enum WiredCfcForm
{
    /// <summary>
    /// Every head and both parts of the gate have weights only where the wiring has a synapse, wherever it leads, and for the neuron's
    /// own state. In the heads, the weights of excitatory synapses stay at or above zero and those of inhibitory ones at or below.
    /// </summary>
    Sparse,

    /// <summary>
    /// As <c>ncps.torch</c>: a layer sees all its own states and the layer before it. Only the heads are masked, by the synapses from
    /// that layer; the gate is dense, polarities and recurrent synapses are ignored. The output is the whole last layer.
    /// </summary>
    Ncps,

    /// <summary>
    /// As <c>ncps.keras</c> and <c>ncps.tf</c>: masked as <see cref="Ncps"/>, with the heads and gate of <see cref="CfcSemantics.Keras"/>;
    /// the output is cut to the motor neurons. There a mask also carries the sign of each synapse, but multiplies a weight of any sign:
    /// here the weight is that product.
    /// </summary>
    Keras,
}
