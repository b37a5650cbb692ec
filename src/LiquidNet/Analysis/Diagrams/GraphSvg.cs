using LiquidNet.Checks;
using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>A wiring drawn as nodes and curves.</summary>
static class GraphSvg
{
    public static string Of(Wiring wiring, NodeLayout layout, IReadOnlyList<WiringEdge> edges)
    {
        var title = wiring.ToString();
        var width = Math.Max(layout.Width, Math.Max(8.2 * title.Length + 40, Legend.Width));
        using var svg = new SvgText(width, layout.Height, title, Description(layout, edges));
        svg.Element("text", title, ("x", width / 2), ("y", 28), ("text-anchor", "middle"), ("font-size", 15));
        svg.Open("g", ("transform", $"translate({SvgText.Number((width - layout.Width) / 2)} 0)"));
        foreach (var group in layout.Groups)
            svg.Label(layout.Headings[group].X, layout.Headings[group].Y, $"{group.Name}: {group.Nodes.Count}");
        DrawSynapses(svg, layout, edges);
        DrawNodes(svg, layout, edges);
        svg.Close();
        Legend.Draw(svg, width / 2, layout.Height - 18, edges);
        return svg.ToString();
    }

    static string Description(NodeLayout layout, IReadOnlyList<WiringEdge> edges)
    {
        var groups = string.Join(", ", layout.Groups.Select(group => $"{group.Nodes.Count} {group.Name}"));
        return $"Neurons by layer: {groups}. {Legend.Counts(edges)}";
    }

    static void DrawSynapses(SvgText svg, NodeLayout layout, IReadOnlyList<WiringEdge> edges)
    {
        var crowd = Math.Clamp(Math.Log10(edges.Count / 60.0) / 1.7, 0, 1);
        var (lineWidth, opacity) = (1.5 - 0.9 * crowd, 0.9 - 0.55 * crowd);
        var tip = Math.Clamp(0.55 * layout.Radius, 3.4, 7);
        Legend.DefineTips(svg, tip);
        foreach (var isExcitatory in (ReadOnlySpan<bool>)[true, false])
        {
            svg.Open(
                "g", ("fill", "none"), ("stroke", isExcitatory ? DiagramColors.Excitatory : DiagramColors.Inhibitory),
                ("stroke-width", lineWidth), ("stroke-opacity", Math.Round(opacity, 2)));
            if (!isExcitatory)
                svg.Attribute("stroke-dasharray", "5 2.5");
            foreach (var edge in edges.Where(edge => edge.IsExcitatory == isExcitatory))
                svg.Leaf("path", ("d", layout.PathOf(edge)), ("marker-end", Legend.TipOf(isExcitatory)));
            svg.Close();
        }
    }

    static void DrawNodes(SvgText svg, NodeLayout layout, IReadOnlyList<WiringEdge> edges)
    {
        var incoming = edges.CountBy(edge => edge.Target).ToDictionary();
        var outgoing = edges.CountBy(edge => edge.Source).ToDictionary();
        var isLabelled = layout.Radius >= 6;
        svg.Open("g", ("stroke", DiagramColors.Text), ("text-anchor", "middle"), ("font-size", Math.Max(0.85 * layout.Radius, 7)));
        foreach (var group in layout.Groups)
        {
            svg.Open("g", ("fill", DiagramColors.Of(group.Kind)));
            foreach (var node in group.Nodes)
            {
                var centre = layout.Centres[node];
                svg.Open("g");
                var leaving = Counted.Of(outgoing.GetValueOrDefault(node), "synapse");
                svg.Element("title", $"{group.Name} {node.Index}: {Incoming(node)}{leaving} out");
                DrawShape(svg, node, centre, layout.Radius);
                if (isLabelled)
                {
                    svg.Element(
                        "text", $"{node.Index}", ("x", centre.X), ("y", centre.Y + 0.32 * layout.Radius),
                        ("fill", "#000000"), ("stroke", "none"));
                }

                svg.Close();
            }

            svg.Close();
        }

        svg.Close();

        string Incoming(Node node) => node.IsInput ? "" : $"{Counted.Of(incoming.GetValueOrDefault(node), "synapse")} in, ";
    }

    /// <summary>Inputs are squares: they have no state.</summary>
    static void DrawShape(SvgText svg, Node node, Point centre, double radius)
    {
        var side = 0.9 * radius;
        if (node.IsInput)
            svg.Leaf("rect", ("x", centre.X - side), ("y", centre.Y - side), ("width", 2 * side), ("height", 2 * side));
        else
            svg.Leaf("circle", ("cx", centre.X), ("cy", centre.Y), ("r", radius));
    }
}
