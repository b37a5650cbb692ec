using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>A synapse of a wiring, from an input or from a neuron.</summary>
readonly record struct WiringEdge(Node Source, Node Target, bool IsExcitatory)
{
    /// <summary>All synapses of a wiring: those from inputs, then those among neurons.</summary>
    public static IReadOnlyList<WiringEdge> Of(Wiring wiring) =>
        [.. wiring.SensorySynapses.Select(synapse => Edge(synapse, isFromInput: true)),
            .. wiring.Synapses.Select(synapse => Edge(synapse, isFromInput: false))];

    static WiringEdge Edge(Synapse synapse, bool isFromInput) =>
        new(new Node(isFromInput, synapse.Source), new Node(false, synapse.Target), synapse.Polarity > 0);
}
