using System.Text;
using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>A wiring in the language of Graphviz.</summary>
static class DotText
{
    public static string Of(Wiring wiring)
    {
        var text = new StringBuilder();
        text.Append("digraph wiring {\n");
        text.Append($"  label={Quoted(wiring.ToString())}; labelloc=t; rankdir=LR; ranksep=1.5; fontname=\"sans-serif\";\n");
        text.Append("  node [style=filled, fixedsize=true, width=0.4, fontsize=10, fontname=\"sans-serif\"];\n");
        foreach (var (index, group) in NeuronGroup.Of(wiring).Index())
        {
            text.Append($"  subgraph cluster{index} {{\n    label={Quoted(group.Name)}; color=\"{DiagramColors.Faint}\";\n");
            var shape = group.Kind == NeuronKind.Sensory ? "square" : "circle";
            text.Append($"    node [shape={shape}, fillcolor=\"{DiagramColors.Of(group.Kind)}\"];\n");
            foreach (var node in group.Nodes)
                text.Append($"    {node.Id} [label=\"{node.Index}\"];\n");
            text.Append("  }\n");
        }

        foreach (var edge in WiringEdge.Of(wiring))
        {
            var look = edge.IsExcitatory
                ? $"color=\"{DiagramColors.Excitatory}\""
                : $"color=\"{DiagramColors.Inhibitory}\", style=dashed, arrowhead=tee";
            text.Append($"  {edge.Source.Id} -> {edge.Target.Id} [{look}];\n");
        }

        return text.Append("}\n").ToString();
    }

    static string Quoted(string name) => $"\"{name.Replace("\\", "\\\\").Replace("\"", "\\\"").ReplaceLineEndings(" ")}\"";
}
