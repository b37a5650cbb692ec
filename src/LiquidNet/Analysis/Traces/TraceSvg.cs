using LiquidNet.Analysis.Diagrams;

namespace LiquidNet.Analysis.Traces;

/// <summary>A trace drawn as small lines: a row per neuron, a column per quantity.</summary>
static class TraceSvg
{
    const double Left = 56;
    const double Top = 84;
    const double Width = 260;
    const double Gap = 34;

    public static string Of(Trace trace)
    {
        var columns = new[]
        {
            TraceColumn.Of("state", DiagramColors.Excitatory, trace, trace.States),
            TraceColumn.Of("time constant", DiagramColors.Inhibitory, trace, trace.TimeConstants, isLogarithmic: true),
            TraceColumn.Of("synaptic current", DiagramColors.Current, trace, trace.SynapticCurrents),
        }.OfType<TraceColumn>().ToArray();
        var row = Math.Clamp(560.0 / trace.Units, 9, 34);
        var bottom = Top + trace.Units * row;
        var width = Math.Max(Left + columns.Length * (Width + Gap), 8.2 * trace.Title.Length + 40);
        using var svg = new SvgText(
            width, bottom + 36, trace.Title,
            $"Lines over time, a row for each of {trace.Units} neurons: {string.Join(", ", columns.Select(column => column.Name))}.");
        svg.Element("text", trace.Title, ("x", width / 2), ("y", 28), ("text-anchor", "middle"), ("font-size", 15));
        svg.Open("g", ("font-size", Math.Min(10, row)));
        for (var neuron = 0; neuron < trace.Units; neuron++)
            svg.Label(Left - 8, Top + (neuron + 0.5) * row + 3, $"{neuron}", "end");
        svg.Close();
        foreach (var (index, column) in columns.Index())
            Draw(svg, trace, column, new Point(Left + index * (Width + Gap), Top), row);
        return svg.ToString();
    }

    static void Draw(SvgText svg, Trace trace, TraceColumn column, Point corner, double row)
    {
        svg.Label(corner.X + Width / 2, Top - 30, column.Name);
        svg.Label(corner.X + Width / 2, Top - 14, column.Scale);
        svg.Open("g", ("fill", "none"), ("stroke", column.Color), ("stroke-width", 1.2), ("stroke-linejoin", "round"));
        for (var neuron = 0; neuron < trace.Units; neuron++)
        {
            var floor = corner + new Point(0, (neuron + 1) * row);
            svg.Leaf("path", ("d", $"M{floor} h{SvgText.Number(Width)}"), ("stroke", DiagramColors.Faint), ("stroke-width", 0.5));
            svg.Leaf("path", ("d", column.LineOf(neuron, floor, Width, row - 2)));
        }

        svg.Close();
        var bottom = corner.Y + trace.Units * row + 16;
        svg.Label(corner.X, bottom, "0", "start");
        svg.Label(corner.X + Width / 2, bottom, "time");
        svg.Label(corner.X + Width, bottom, FormattableString.Invariant($"{trace.Times[^1]:G4}"), "end");
    }
}
