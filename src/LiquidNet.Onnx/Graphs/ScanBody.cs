using Onnx;

namespace LiquidNet.Onnx.Graphs;

/// <summary>What a Scan does at every step of time: it takes the state and slices of values over time, and gives the next state.</summary>
sealed class ScanBody
{
    readonly Graph outer;
    readonly List<(string Value, string Slice)> imports = [];

    /// <summary>Creates a body.</summary>
    /// <param name="outer">The graph in which the Scan stands.</param>
    /// <param name="stateSize">Numbers in the state.</param>
    public ScanBody(Graph outer, int stateSize)
    {
        this.outer = outer;
        StateSize = stateSize;
        Graph = outer.CreateBody("step");
        State = Graph.Input("state", Shape.Of(stateSize, isTimed: false));
    }

    /// <summary>The graph of a step.</summary>
    public Graph Graph { get; }

    /// <summary>The state before the step [batch x StateSize].</summary>
    public string State { get; }

    /// <summary>Whether a step sees nothing yet but the state.</summary>
    public bool HasNoInput => imports.Count == 0;

    int StateSize { get; }

    /// <summary>What a step sees of a value over time [time x batch x rows].</summary>
    /// <returns>The value at the step [batch x rows].</returns>
    public string Import(string value, int rows, TensorProto.Types.DataType elements = TensorProto.Types.DataType.Float)
    {
        foreach (var import in imports)
        {
            if (import.Value == value)
                return import.Slice;
        }

        var slice = Graph.Input($"step/{value}", Shape.Of(rows, isTimed: false, elements));
        imports.Add((value, slice));
        return slice;
    }

    /// <summary>Writes the Scan.</summary>
    /// <param name="initialState">The state before the first step [batch x StateSize].</param>
    /// <param name="next">The state after a step, of the body.</param>
    /// <returns>The state after the last step [batch x StateSize], and after every step [time x batch x StateSize].</returns>
    public (string Last, string All) Run(string initialState, string next)
    {
        Graph.Output("next_state", next, Shape.Of(StateSize, isTimed: false));
        Graph.Output("state_after_step", next, Shape.Of(StateSize, isTimed: false));
        var results = outer.Apply(
            "Scan", [initialState, .. imports.Select(import => import.Value)], results: 2,
            Attributes.Of("body", Graph.ToProto()), Attributes.Of("num_scan_inputs", imports.Count));
        return (results[0], results[1]);
    }
}
