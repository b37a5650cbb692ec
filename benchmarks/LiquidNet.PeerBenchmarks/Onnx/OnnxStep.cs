using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Wirings;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>The equation of a cell in operators of ONNX, with the cell's parameters as constants; timespans are one.</summary>
static class OnnxStep
{
    /// <summary>A model of one step: from <c>x</c> [batch x inputs] and <c>h</c> [batch x units] to <c>y</c> [batch x units].</summary>
    public static byte[] StepModel(LiquidCell cell)
    {
        var graph = new OnnxGraph();
        var (x, h) = (graph.Input("x", -1, cell.InputSize), graph.Input("h", -1, cell.StateSize));
        graph.Name(Next(graph, cell, x, h), "y");
        graph.Output("y", -1, cell.StateSize);
        return graph.ToModel();
    }

    /// <summary>A model of a sequence: from <c>x</c> [time x batch x inputs] and <c>h</c> to <c>y</c> [time x batch x units].</summary>
    public static byte[] SequenceModel(LiquidCell cell, int steps, int batch)
    {
        var body = new OnnxGraph();
        var (h, x) = (body.Input("h", batch, cell.StateSize), body.Input("x", batch, cell.InputSize));
        var next = Next(body, cell, x, h);
        body.Name(next, "next");
        body.Name(next, "y");
        body.Output("next", batch, cell.StateSize);
        body.Output("y", batch, cell.StateSize);

        var graph = new OnnxGraph();
        graph.Scan(
            body,
            state: graph.Input("h", batch, cell.StateSize),
            sequence: graph.Input("x", steps, batch, cell.InputSize),
            lastState: "last",
            results: "y");
        graph.Output("y", steps, batch, cell.StateSize);
        graph.Output("last", batch, cell.StateSize);
        return graph.ToModel();
    }

    static string Next(OnnxGraph graph, LiquidCell cell, string x, string h) => cell switch
    {
        UnscaledLeakyIntegratorCell simple => Simple(graph, simple.Parameters, x, h),
        CfcCell { Mode: CfcMode.Pure } pure => PureCfc(graph, pure.Parameters, Features(graph, pure, x, h)),
        CfcCell cfc => Cfc(graph, cfc.Parameters, Features(graph, cfc, x, h)),
        LtcCell ltc => Ltc(graph, ltc, x, h),
        _ => throw new InvalidOperationException($"there is no graph for cell '{cell.Name}'."),
    };

    static string Simple(OnnxGraph graph, ParameterSet parameters, string x, string h)
    {
        var leak = 1 / parameters["tau"].GetEffectiveValues()[0];
        var kept = graph.Apply("Mul", h, graph.Constant(1 - leak));
        var drive = graph.Apply("Mul", graph.Apply("Gemm", [x, Matrix(graph, parameters["W_in"])], ("transB", 1)), graph.Constant(leak));
        var recurrence = Affine(graph, parameters["W_hid"], parameters["b_hid"], h);
        return graph.Apply("Add", graph.Apply("Add", kept, drive), recurrence);
    }

    static string Features(OnnxGraph graph, CfcCell cell, string x, string h)
    {
        var features = graph.Apply("Concat", [x, h], ("axis", 1));
        if (cell.BackboneLayers == 0)
            return features;
        var stretched = graph.Apply("Mul", Affine(graph, cell.Parameters, "backbone.0", features), graph.Constant(0.666f));
        return graph.Apply("Mul", graph.Apply("Tanh", stretched), graph.Constant(1.7159f));
    }

    static string Cfc(OnnxGraph graph, ParameterSet parameters, string features)
    {
        var from = graph.Apply("Tanh", Affine(graph, parameters, "ff1", features));
        var to = graph.Apply("Tanh", Affine(graph, parameters, "ff2", features));
        var time = graph.Apply("Add", Affine(graph, parameters, "time_a", features), Affine(graph, parameters, "time_b", features));
        var gate = graph.Apply("Sigmoid", time);
        return graph.Apply("Add", from, graph.Apply("Mul", gate, graph.Apply("Sub", to, from)));
    }

    static string PureCfc(OnnxGraph graph, ParameterSet parameters, string features)
    {
        var drive = Affine(graph, parameters, "ff1", features);
        var decay = graph.Apply("Add", graph.Apply("Abs", Vector(graph, parameters["w_tau"])), graph.Apply("Abs", drive));
        var rest = graph.Apply("Exp", graph.Apply("Neg", decay));
        var amplitude = Vector(graph, parameters["A"]);
        return graph.Apply("Sub", amplitude, graph.Apply("Mul", amplitude, graph.Apply("Mul", rest, drive)));
    }

    static string Ltc(OnnxGraph graph, LtcCell cell, string x, string v)
    {
        var parameters = cell.Parameters;
        var inputs = graph.Apply("Add", graph.Apply("Mul", x, Vector(graph, parameters["input_w"])), Vector(graph, parameters["input_b"]));
        var sensory = Synapses(graph, parameters, "sensory_", cell.Wiring.SensorySynapses)(inputs);
        var leak = Positive(graph, parameters["gleak"]);
        var capacitance = graph.Apply("Mul", Positive(graph, parameters["cm"]), graph.Constant(cell.Unfolds.MaxCount));
        var currents = graph.Apply("Add", sensory.Current, graph.Apply("Mul", leak, Vector(graph, parameters["vleak"])));
        var conductances = graph.Apply(
            "Add", sensory.Conductance, graph.Apply("Add", graph.Apply("Add", leak, capacitance), graph.Constant(cell.Epsilon)));
        var synapses = Synapses(graph, parameters, "", cell.Wiring.Synapses);
        for (var unfold = 0; unfold < cell.Unfolds.MaxCount; unfold++)
        {
            var (conductance, current) = synapses(v);
            var drive = graph.Apply("Add", graph.Apply("Add", graph.Apply("Mul", capacitance, v), current), currents);
            v = graph.Apply("Div", drive, graph.Apply("Add", conductance, conductances));
        }

        return v;
    }

    /// <summary>What arrives at every target, as a function of the sources; on dense [sources x targets] tables.</summary>
    static Func<string, (string Conductance, string Current)> Synapses(
        OnnxGraph graph, ParameterSet parameters, string prefix, SynapseTable table)
    {
        var weight = graph.Apply("Softplus", Table("w"));
        var (midpoint, steepness, reversal) = (Table("mu"), Table("sigma"), Table("erev"));
        var (last, sources) = (graph.Axes(-1), graph.Axes(1));
        return source =>
        {
            var distance = graph.Apply("Sub", graph.Apply("Unsqueeze", source, last), midpoint);
            var activity = graph.Apply("Mul", weight, graph.Apply("Sigmoid", graph.Apply("Mul", steepness, distance)));
            return (Sum(activity), Sum(graph.Apply("Mul", activity, reversal)));
        };

        string Sum(string perSynapse) => graph.Apply("ReduceSum", [perSynapse, sources], ("keepdims", 0));

        string Table(string name) => graph.Tensor(
            DenseSynapses.Of(parameters[prefix + name], table), table.SourceCount, table.TargetCount);
    }

    static string Affine(OnnxGraph graph, ParameterSet parameters, string name, string x) =>
        Affine(graph, parameters[$"{name}.weight"], parameters[$"{name}.bias"], x);

    static string Affine(OnnxGraph graph, Parameter weights, Parameter bias, string x) =>
        graph.Apply("Gemm", [x, Matrix(graph, weights), Vector(graph, bias)], ("transB", 1));

    static string Positive(OnnxGraph graph, Parameter parameter) => graph.Apply("Softplus", Vector(graph, parameter));

    static string Vector(OnnxGraph graph, Parameter parameter) => graph.Tensor(parameter.Values, parameter.Rows);

    /// <summary>[inputs x outputs] by columns is [outputs x inputs] by rows.</summary>
    static string Matrix(OnnxGraph graph, Parameter parameter) => graph.Tensor(parameter.Values, parameter.Columns, parameter.Rows);
}
