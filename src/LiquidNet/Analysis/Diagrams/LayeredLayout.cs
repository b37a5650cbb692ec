using System.Diagnostics.CodeAnalysis;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>Groups as columns from left to right, as a signal passes them; synapses within a group are arcs at its right.</summary>
sealed class LayeredLayout : NodeLayout
{
    const double Top = 86;
    const double Margin = 40;
    const int LongestColumn = 40;

    /// <summary>How far the columns of one group stand apart, in distances between rows.</summary>
    const double Beside = 1.7;

    readonly Dictionary<Node, int> groupOf = [];

    [SetsRequiredMembers]
    public LayeredLayout(IReadOnlyList<NeuronGroup> groups, IReadOnlyList<WiringEdge> edges)
    {
        Groups = NodeOrder.WithFewCrossings(groups, edges);
        var rows = Groups.Max(group => Math.Min(group.Nodes.Count, LongestColumn));
        var spacing = Math.Clamp(600.0 / rows, 17, 46);
        Radius = Math.Min(13, 0.38 * spacing);
        var height = Math.Max(rows * spacing, 120);
        var arcs = edges.Where(edge => !edge.Source.IsInput).Select(edge => (edge.Source, edge.Target)).ToHashSet();
        var left = Margin + Radius;
        foreach (var (index, group) in Groups.Index())
        {
            var columns = (group.Nodes.Count + LongestColumn - 1) / LongestColumn;
            var length = (group.Nodes.Count + columns - 1) / columns;
            for (var at = 0; at < group.Nodes.Count; at++)
            {
                var node = group.Nodes[at];
                var (row, column) = (at / columns, at % columns);
                var step = Math.Min(height / length, 2.2 * spacing);
                var shift = columns > 1 ? (column % 2 - 0.5) * 0.5 * step : 0;
                Centres[node] = new Point(left + column * Beside * spacing, Top + height / 2 + (row - (length - 1) / 2.0) * step + shift);
                groupOf[node] = index;
            }

            var right = left + (columns - 1) * Beside * spacing;
            Headings[group] = new Point((left + right) / 2, Top - Radius - 16);
            var hasArcs = group.Nodes.Any(source => group.Nodes.Any(target => arcs.Contains((source, target))));
            left = right + (hasArcs ? 240 : 180);
            Width = right + Margin + (hasArcs ? 120 : 40);
        }

        Height = Top + height + 50;
    }

    public override (Point First, Point Second) Bend(WiringEdge edge)
    {
        var (source, target) = (Centres[edge.Source], Centres[edge.Target]);
        if (edge.Source == edge.Target)
            return (source + new Point(3.2 * Radius, -2.4 * Radius), source + new Point(3.2 * Radius, 1.2 * Radius));
        if (groupOf[edge.Source] == groupOf[edge.Target])
        {
            var (right, down) = (Math.Max(source.X, target.X), target.Y - source.Y);
            var bulge = right + 2 * Radius + Math.Min((down > 0 ? 0.24 : 0.32) * Math.Abs(down), 130);
            return (new Point(bulge, source.Y + 0.12 * down), new Point(bulge, target.Y - 0.12 * down));
        }

        var way = target - source;
        var sag = way.X < 0 ? 3 * Radius : 0;
        var (first, second) = (new Point(0.45 * way.X, 0.1 * way.Y + sag), new Point(0.45 * way.X, 0.3 * way.Y - sag));
        return (source + first, target - second);
    }
}
