using LiquidNet.Onnx.Graphs;
using LiquidNet.Solvers;

namespace LiquidNet.Onnx.Models;

/// <summary>How long each unfold of a time step takes: a number that is known, or the name of a value.</summary>
readonly record struct UnfoldLength(float? Known, string? Value)
{
    /// <summary>The unfolds of a time step whose timespan is known.</summary>
    public static UnfoldLength[] Of(UnfoldPolicy policy, float timespan)
    {
        var lengths = new UnfoldLength[policy.CountFor(timespan)];
        Array.Fill(lengths, new(timespan / lengths.Length, null));
        return lengths;
    }

    /// <summary>
    /// The unfolds of a time step, as many as it may have at all. Where a timespan needs fewer, the last ones take no time, and keep the
    /// state.
    /// </summary>
    /// <param name="policy">Into how many unfolds a timespan is cut.</param>
    /// <param name="graph">Where the timespan is.</param>
    /// <param name="timespan">The timespan [... x 1].</param>
    public static UnfoldLength[] Of(UnfoldPolicy policy, Graph graph, string timespan)
    {
        graph.Section = "unfolds";
        if (policy == UnfoldPolicy.Once)
            return [new(null, timespan)];
        var lengths = new UnfoldLength[policy.MaxCount];
        var most = graph.Number(policy.MaxCount);
        if (policy.IsFixed)
        {
            Array.Fill(lengths, new(null, graph.Apply("Div", timespan, most)));
            return lengths;
        }

        var needed = graph.Apply("Ceil", graph.Apply("Div", timespan, graph.Number(policy.MaxStep)));
        var count = graph.Apply("Clip", needed, graph.Number(1), most);
        var length = graph.Apply("Div", timespan, count);
        lengths[0] = new(null, length);
        for (var unfold = 1; unfold < lengths.Length; unfold++)
        {
            var isNeeded = graph.Apply("Greater", count, graph.Number(unfold));
            lengths[unfold] = new(null, graph.Apply("Where", isNeeded, length, graph.Number(0)));
        }

        return lengths;
    }
}
