using LiquidNet.Analysis.Diagrams;
using LiquidNet.Wirings;

namespace LiquidNet.Analysis;

/// <summary>Diagrams of wirings.</summary>
public static class WiringExtensions
{
    /// <summary>More synapses among neurons without layers than this are told apart in a matrix only.</summary>
    const int MostInRing = 80;

    /// <summary>The same for neurons in layers.</summary>
    const int MostInLayers = 1_500;

    extension(Wiring wiring)
    {
        /// <summary>Draws the wiring as a self-contained SVG diagram, without scripts or external fonts.</summary>
        /// <remarks>
        /// <para>Layers are columns in the order in which a signal passes them: sensory, inter, command, motor. Hidden neurons are placed
        /// so that few synapses cross, and synapses within a layer are arcs to its right. A wiring without layers is drawn as a ring, and
        /// one with too many synapses to follow as a matrix, with a row per source and a column per target.</para>
        /// <para>Excitatory synapses are blue and end in an arrow (in a matrix, a square); inhibitory ones are orange, dashed, and end in
        /// a bar (in a matrix, a bar). Browsers show the number of synapses of a neuron when the pointer rests on it.</para>
        /// </remarks>
        /// <returns>The text of an SVG file; write it as UTF-8.</returns>
        public string ToSvg()
        {
            ArgumentNullException.ThrowIfNull(wiring);
            var edges = WiringEdge.Of(wiring);
            if (edges.Count > (wiring.Layers.Count > 1 ? MostInLayers : MostInRing))
                return MatrixSvg.Of(wiring, edges);
            var groups = NeuronGroup.Of(wiring);
            return GraphSvg.Of(wiring, wiring.Layers.Count > 1 ? new LayeredLayout(groups, edges) : new RingLayout(groups), edges);
        }

        /// <summary>Writes the wiring in the DOT language of Graphviz: <c>dot -Tsvg wiring.dot</c> draws it.</summary>
        /// <remarks>Inhibitory synapses are dashed and end in a bar.</remarks>
        /// <returns>The text of a DOT file.</returns>
        public string ToDot()
        {
            ArgumentNullException.ThrowIfNull(wiring);
            return DotText.Of(wiring);
        }

        /// <summary>Writes the wiring as a Mermaid flowchart, which many Markdown viewers draw from a <c>mermaid</c> code block.</summary>
        /// <remarks>Inhibitory synapses are dotted and end in a cross. Viewers usually draw up to 500 synapses.</remarks>
        /// <returns>The text of the flowchart.</returns>
        public string ToMermaid()
        {
            ArgumentNullException.ThrowIfNull(wiring);
            return MermaidText.Of(wiring);
        }
    }
}
