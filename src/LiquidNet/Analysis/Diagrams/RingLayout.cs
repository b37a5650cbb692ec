using System.Diagnostics.CodeAnalysis;

namespace LiquidNet.Analysis.Diagrams;

/// <summary>Neurons without layers as a ring, with the inputs as a column at its left.</summary>
sealed class RingLayout : NodeLayout
{
    const double Top = 86;
    const double Margin = 60;

    readonly Point centre;

    [SetsRequiredMembers]
    public RingLayout(IReadOnlyList<NeuronGroup> groups)
    {
        Groups = groups;
        Radius = 13;
        var inputs = groups[0].Nodes;
        Node[] neurons = [.. groups.Skip(1).SelectMany(group => group.Nodes)];
        var radius = Math.Max(90, neurons.Length * 5 * Radius / (2 * Math.PI));
        var height = Math.Max(2 * radius, (inputs.Count - 1) * 3 * Radius);
        var middle = Top + 4 * Radius + height / 2;
        centre = new Point(Margin + 180 + radius, middle);
        for (var input = 0; input < inputs.Count; input++)
            Centres[inputs[input]] = new Point(Margin, middle + (input - (inputs.Count - 1) / 2.0) * Math.Min(3 * Radius, height));
        for (var at = 0; at < neurons.Length; at++)
        {
            var angle = Math.PI * (1 + (2 * at + 1.0) / neurons.Length);
            Centres[neurons[at]] = centre + radius * new Point(Math.Cos(angle), Math.Sin(angle));
        }

        Headings[groups[0]] = new Point(Margin, Centres[inputs[0]].Y - 2 * Radius - 6);
        foreach (var (index, group) in groups.Skip(1).Index())
            Headings[group] = new Point(centre.X, middle - radius - 5 * Radius + 16 * (index + 2 - groups.Count));
        (Width, Height) = (centre.X + radius + Margin, middle + height / 2 + 3 * Radius + 40);
    }

    public override (Point First, Point Second) Bend(WiringEdge edge)
    {
        var (source, target) = (Centres[edge.Source], Centres[edge.Target]);
        if (edge.Source == edge.Target)
        {
            var outward = 3 * Radius / (source - centre).Length * (source - centre);
            var across = 0.7 * new Point(-outward.Y, outward.X);
            return (source + outward + across, source + outward - across);
        }

        if (edge.Source.IsInput)
            return (source + 0.4 * (target - source), target - 0.4 * (target - source));
        var chord = target - source;
        var aside = 0.12 * new Point(-chord.Y, chord.X);
        return (source + 0.4 * (centre - source) + aside, target + 0.4 * (centre - target) + aside);
    }
}
