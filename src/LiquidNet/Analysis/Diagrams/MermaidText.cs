using System.Text;
using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>A wiring in the language of Mermaid.</summary>
static class MermaidText
{
    public static string Of(Wiring wiring)
    {
        var text = new StringBuilder("flowchart LR\n");
        var groups = NeuronGroup.Of(wiring);
        foreach (var (index, group) in groups.Index())
        {
            text.Append($"  subgraph group{index} [\"{Escaped(group.Name)}\"]\n");
            foreach (var node in group.Nodes)
                text.Append($"    {node.Id}{(node.IsInput ? $"[{node.Index}]" : $"(({node.Index}))")}:::{StyleOf(group.Kind)}\n");
            text.Append("  end\n");
        }

        var edges = WiringEdge.Of(wiring);
        foreach (var edge in edges)
            text.Append($"  {edge.Source.Id} {(edge.IsExcitatory ? "-->" : "-.-x")} {edge.Target.Id}\n");
        AddLinkStyle(isExcitatory: true, DiagramColors.Excitatory);
        AddLinkStyle(isExcitatory: false, DiagramColors.Inhibitory);
        foreach (var kind in groups.Select(group => group.Kind).Distinct())
            text.Append($"  classDef {StyleOf(kind)} fill:{DiagramColors.Of(kind)},stroke:#555,color:#000\n");
        return text.ToString();

        void AddLinkStyle(bool isExcitatory, string color)
        {
            var links = edges.Index().Where(edge => edge.Item.IsExcitatory == isExcitatory).Select(edge => edge.Index).ToArray();
            if (links.Length > 0)
                text.Append($"  linkStyle {string.Join(",", links)} stroke:{color}\n");
        }
    }

    static string StyleOf(NeuronKind kind) => kind.ToString().ToLowerInvariant();

    static string Escaped(string name) => name.Replace("#", "#35;").Replace("\"", "#quot;").ReplaceLineEndings(" ");
}
