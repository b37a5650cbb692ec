using LiquidNet.Onnx.Equations;
using LiquidNet.Onnx.Graphs;
using Onnx;

namespace LiquidNet.Onnx.Models;

/// <summary>What a network in both directions sees at each step: a sequence from its beginning and from its own end.</summary>
/// <param name="place">Where values over time are computed.</param>
/// <param name="mask">Which steps a sequence has, or null where it has all.</param>
/// <param name="forwardSize">Numbers of the state that come from the beginning; the others come from the end.</param>
/// <param name="stateSize">Numbers of the state.</param>
sealed class BothDirections(Place place, string? mask, int forwardSize, int stateSize)
{
    Graph Graph => place.Graph;

    /// <summary>The inputs from the beginning, those from the end, and the time that passes going backward.</summary>
    /// <param name="inputs">The inputs [time x batch x features].</param>
    /// <param name="timespans">The timespans [time x batch x 1], or null where they are all the same.</param>
    /// <param name="timespan">The timespan where they are all the same.</param>
    public string Inputs(string inputs, string? timespans, float? timespan)
    {
        Graph.Section = "backward";
        var backward = timespans is null ? place.Repeat(Graph.Number(timespan!.Value), rows: 1) : BackwardTimespans(timespans);
        return Graph.Apply("Concat", [inputs, Reversed(inputs), backward], Attributes.FeatureAxis);
    }

    /// <summary>For each direction the state after reading that very step.</summary>
    /// <param name="states">The states in the order in which they were computed [time x batch x StateSize].</param>
    public string Aligned(string states)
    {
        Graph.Section = "backward";
        return Graph.Apply(
            "Concat", [Part(states, 0, forwardSize, axis: -1), Reversed(Part(states, forwardSize, stateSize, axis: -1))],
            Attributes.FeatureAxis);
    }

    /// <summary>
    /// Between two readings the same time passes both ways; the first step takes the time that came before the whole sequence.
    /// </summary>
    string BackwardTimespans(string timespans) => Graph.Apply(
        "Concat", [Part(timespans, 0, 1, axis: 0), Part(Reversed(timespans), 0, -1, axis: 0)], Attributes.Of("axis", 0));

    string Reversed(string values) => Graph.Apply(
        "ReverseSequence", [values, Lengths()], Attributes.Of("time_axis", 0), Attributes.Of("batch_axis", 1));

    /// <summary>Steps of each sequence [batch].</summary>
    string Lengths()
    {
        if (mask is null)
            return Graph.Apply("Expand", SizeOf(axis: 0), SizeOf(axis: 1));
        var steps = Graph.Apply("Cast", [mask], Attributes.Of("to", (long)TensorProto.Types.DataType.Int64));
        return Graph.Apply("ReduceSum", [steps, Graph.Indices("axes", [0, -1])], Attributes.Of("keepdims", 0));
    }

    string SizeOf(int axis) =>
        Graph.Apply("Shape", [place.Sample], Attributes.Of("start", axis), Attributes.Of("end", axis + 1));

    string Part(string values, int from, int to, int axis) => Graph.Apply(
        "Slice", values, Graph.Indices("from", [from]), Graph.Indices("to", [to]), Graph.Indices("axis", [axis]));
}
