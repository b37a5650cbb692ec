using LiquidNet.Checks;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>How synapses look: excitatory ones end in an arrow, inhibitory ones are dashed and end in a bar.</summary>
static class Legend
{
    public const double Width = 330;

    public static string TipOf(bool isExcitatory) => isExcitatory ? "url(#excitatory)" : "url(#inhibitory)";

    public static string Counts(IReadOnlyList<WiringEdge> edges)
    {
        var excitatory = edges.Count(edge => edge.IsExcitatory);
        return Counted.Of(excitatory, "synapse is", "synapses are")
            + FormattableString.Invariant($" excitatory, {edges.Count - excitatory:N0} inhibitory.");
    }

    public static void DefineTips(SvgText svg, double size)
    {
        svg.Open("defs");
        Define("excitatory", DiagramColors.Excitatory, "M0 1 L8 4 L0 7 Z", width: 8);
        Define("inhibitory", DiagramColors.Inhibitory, "M0 0 H2.4 V8 H0 Z", width: 2.4);
        svg.Close();

        void Define(string id, string color, string path, double width)
        {
            svg.Open(
                "marker", ("id", id), ("viewBox", $"0 0 {SvgText.Number(width)} 8"), ("refX", width), ("refY", 4),
                ("markerWidth", size * width / 8), ("markerHeight", size), ("markerUnits", "userSpaceOnUse"), ("orient", "auto"));
            svg.Leaf("path", ("d", path), ("fill", color), ("stroke", "none"));
            svg.Close();
        }
    }

    public static void Draw(SvgText svg, double x, double y, IReadOnlyList<WiringEdge> edges)
    {
        var left = x - Width / 2 + 10;
        var excitatory = edges.Count(edge => edge.IsExcitatory);
        Line(left, isExcitatory: true, excitatory);
        Line(left + 165, isExcitatory: false, edges.Count - excitatory);

        void Line(double start, bool isExcitatory, int count)
        {
            svg.Open(
                "path", ("d", $"M{new Point(start, y - 4)} h32"), ("fill", "none"), ("stroke-width", 1.5),
                ("stroke", isExcitatory ? DiagramColors.Excitatory : DiagramColors.Inhibitory), ("marker-end", TipOf(isExcitatory)));
            if (!isExcitatory)
                svg.Attribute("stroke-dasharray", "5 2.5");
            svg.Close();
            svg.Label(start + 40, y, FormattableString.Invariant($"{(isExcitatory ? "excitatory" : "inhibitory")}: {count}"), "start");
        }
    }
}
