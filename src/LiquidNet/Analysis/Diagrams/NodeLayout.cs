namespace LiquidNet.Analysis.Diagrams;

/// <summary>A place in a picture, x to the right and y down.</summary>
readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(double factor, Point a) => new(factor * a.X, factor * a.Y);

    public double Length => Math.Sqrt(X * X + Y * Y);

    public override string ToString() => $"{SvgText.Number(X)} {SvgText.Number(Y)}";
}

/// <summary>Where the nodes of a picture stand, and along which curves its synapses run.</summary>
abstract class NodeLayout
{
    /// <summary>The nodes of each group.</summary>
    public required IReadOnlyList<NeuronGroup> Groups { get; init; }

    /// <summary>Where each node has its centre.</summary>
    public Dictionary<Node, Point> Centres { get; } = [];

    /// <summary>Where the name of each group stands.</summary>
    public Dictionary<NeuronGroup, Point> Headings { get; } = [];

    public double Width { get; protected set; }

    public double Height { get; protected set; }

    /// <summary>The radius of a node.</summary>
    public double Radius { get; protected set; }

    /// <summary>The two points that the curve of a synapse is drawn to on its way.</summary>
    public abstract (Point First, Point Second) Bend(WiringEdge edge);

    /// <summary>The curve of a synapse, from the rim of one node to that of another.</summary>
    public string PathOf(WiringEdge edge)
    {
        var (first, second) = Bend(edge);
        var (start, end) = (RimOf(edge.Source, first), RimOf(edge.Target, second));
        return $"M{start} C{first} {second} {end}";
    }

    Point RimOf(Node node, Point towards)
    {
        var (centre, way) = (Centres[node], towards - Centres[node]);
        return centre + (Radius + 1) / Math.Max(way.Length, 1e-6) * way;
    }
}
