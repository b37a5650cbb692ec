using System.Text;
using LiquidNet.Wirings;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>A dense wiring drawn as a matrix: a row per source, a column per target.</summary>
sealed class MatrixSvg
{
    const double Top = 112;
    const double Left = 90;

    readonly IReadOnlyList<WiringEdge> edges;
    readonly Axis sources, targets;
    readonly double cell, right, bottom;

    MatrixSvg(IReadOnlyList<NeuronGroup> groups, IReadOnlyList<WiringEdge> edges)
    {
        this.edges = edges;
        (sources, targets) = (new Axis(groups), new Axis(groups.Skip(1)));
        cell = Math.Clamp(640.0 / Math.Max(sources.Count, targets.Count), 3, 16);
        (right, bottom) = (Left + targets.Count * cell, Top + sources.Count * cell);
    }

    public static string Of(Wiring wiring, IReadOnlyList<WiringEdge> edges) =>
        new MatrixSvg(NeuronGroup.Of(wiring), edges).Draw(wiring.ToString());

    string Draw(string title)
    {
        var width = Math.Max(Math.Max(right + 40, 8.2 * title.Length + 40), 360);
        using var svg = new SvgText(
            width, bottom + 56, title, $"A matrix of synapses, a row per source and a column per target. {Legend.Counts(edges)}");
        svg.Element("text", title, ("x", width / 2), ("y", 28), ("text-anchor", "middle"), ("font-size", 15));
        svg.Label(Left + targets.Count * cell / 2, 56, "target");
        WriteUpward(svg, "source", new(16, (Top + bottom) / 2));
        DrawSynapses(svg, isExcitatory: true);
        DrawSynapses(svg, isExcitatory: false);
        DrawGroups(svg);
        DrawNumbers(svg);
        DrawLegend(svg, width);
        return svg.ToString();
    }

    void DrawSynapses(SvgText svg, bool isExcitatory)
    {
        var path = new StringBuilder();
        foreach (var edge in edges.Where(edge => edge.IsExcitatory == isExcitatory))
            path.Append(Mark(Left + targets[edge.Target] * cell, Top + sources[edge.Source] * cell, cell, isExcitatory));
        if (path.Length > 0)
            svg.Leaf("path", ("d", path.ToString()), ("fill", ColorOf(isExcitatory)));
    }

    /// <summary>The names of the groups, and the lines that part them.</summary>
    void DrawGroups(SvgText svg)
    {
        foreach (var (index, (name, start, end)) in sources.Groups.Index())
        {
            DrawLine(svg, Left, Top + start * cell, right, Top + start * cell);
            WriteUpward(svg, name, new(52 - 16 * (index % 2), Top + (start + end) * cell / 2));
        }

        foreach (var (index, (name, start, end)) in targets.Groups.Index())
        {
            DrawLine(svg, Left + start * cell, Top, Left + start * cell, bottom);
            svg.Label(Left + (start + end) * cell / 2, Top - 24 - 16 * (index % 2), name);
        }

        DrawLine(svg, Left, bottom, right, bottom);
        DrawLine(svg, right, Top, right, bottom);
    }

    void DrawNumbers(SvgText svg)
    {
        svg.Open("g", ("font-size", 8));
        foreach (var (node, at) in sources.Labelled(cell))
            svg.Label(Left - 5, Top + (at + 0.5) * cell + 3, $"{node.Index}", "end");
        foreach (var (node, at) in targets.Labelled(cell))
            svg.Label(Left + (at + 0.5) * cell, Top - 6, $"{node.Index}");
        svg.Close();
    }

    void DrawLegend(SvgText svg, double width)
    {
        var excitatory = edges.Count(edge => edge.IsExcitatory);
        var (start, y) = (width / 2 - 150, bottom + 36);
        svg.Leaf("path", ("d", Mark(start, y - 10, 12, isExcitatory: true)), ("fill", DiagramColors.Excitatory));
        svg.Label(start + 20, y, FormattableString.Invariant($"excitatory: {excitatory}"), "start");
        svg.Leaf("path", ("d", Mark(start + 165, y - 10, 12, isExcitatory: false)), ("fill", DiagramColors.Inhibitory));
        svg.Label(start + 185, y, FormattableString.Invariant($"inhibitory: {edges.Count - excitatory}"), "start");
    }

    static void WriteUpward(SvgText svg, string text, Point place) =>
        svg.Element("text", text, ("transform", $"translate({place}) rotate(-90)"), ("text-anchor", "middle"));

    static void DrawLine(SvgText svg, double x1, double y1, double x2, double y2) => svg.Leaf(
        "path", ("d", $"M{new Point(x1, y1)} L{new Point(x2, y2)}"), ("stroke", DiagramColors.Text), ("stroke-width", 0.8));

    static string ColorOf(bool isExcitatory) => isExcitatory ? DiagramColors.Excitatory : DiagramColors.Inhibitory;

    /// <summary>A square for an excitatory synapse, a lying bar, as a minus sign, for an inhibitory one.</summary>
    static string Mark(double x, double y, double cell, bool isExcitatory)
    {
        var gap = 0.08 * cell;
        var (inset, height) = isExcitatory ? (gap, cell - 2 * gap) : (0.32 * cell, 0.36 * cell);
        var side = SvgText.Number(cell - 2 * gap);
        return $"M{new Point(x + gap, y + inset)}h{side}v{SvgText.Number(height)}h-{side}z";
    }

    /// <summary>Nodes side by side, group after group.</summary>
    sealed class Axis
    {
        readonly Dictionary<Node, int> positions = [];

        public Axis(IEnumerable<NeuronGroup> groups)
        {
            foreach (var group in groups)
            {
                Groups.Add((group.Name, Count, Count + group.Nodes.Count));
                foreach (var node in group.Nodes)
                    positions.Add(node, Count);
            }
        }

        public List<(string Name, int Start, int End)> Groups { get; } = [];

        public int Count => positions.Count;

        public int this[Node node] => positions[node];

        /// <summary>The nodes that have room for their number.</summary>
        public IEnumerable<(Node Node, int At)> Labelled(double cell)
        {
            var every = cell >= 12 ? 1 : cell >= 6 ? 5 : 10;
            return positions.Where(position => position.Key.Index % every == 0).Select(position => (position.Key, position.Value));
        }
    }
}
