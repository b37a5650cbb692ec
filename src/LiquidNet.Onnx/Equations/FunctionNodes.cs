using LiquidNet.Kernels.Functions;
using LiquidNet.Onnx.Graphs;
using Onnx;

namespace LiquidNet.Onnx.Equations;

/// <summary>The functions of equations in operators of ONNX.</summary>
static class FunctionNodes
{
    /// <summary>Writes <c>y = f(x)</c>.</summary>
    /// <returns>The name of y.</returns>
    public static string Write(Graph graph, IDifferentiableFunction function, string x) => function switch
    {
        Abs => graph.Apply("Abs", x),
        Clamp { Low: var low, High: var high } => graph.Apply("Clip", x, graph.Number(low), graph.Number(high)),
        Cos => graph.Apply("Cos", x),
        Elu { Alpha: var alpha } => graph.Apply("Elu", [x], Attributes.Of("alpha", alpha)),
        Exp => graph.Apply("Exp", x),
        Gelu => WriteGelu(graph, x),
        IsNaN => graph.Apply("Cast", [graph.Apply("IsNaN", x)], Attributes.Of("to", (long)TensorProto.Types.DataType.Float)),
        LeakyRelu { NegativeSlope: var slope } => graph.Apply("LeakyRelu", [x], Attributes.Of("alpha", slope)),
        LecunTanh => graph.Apply("Mul", graph.Apply("Tanh", graph.Apply("Mul", x, graph.Number(0.666f))), graph.Number(1.7159f)),
        Log => graph.Apply("Log", x),
        OneMinusExp => WriteOneMinusExp(graph, x),
        Relu => graph.Apply("Relu", x),
        Sigmoid => graph.Apply("Sigmoid", x),
        Silu => graph.Apply("Mul", x, graph.Apply("Sigmoid", x)),
        Sin => graph.Apply("Sin", x),
        Softplus => graph.Apply("Softplus", x),
        Softsign => graph.Apply("Softsign", x),
        Sqrt => graph.Apply("Sqrt", x),
        Tanh => graph.Apply("Tanh", x),
        ZeroIfNaN => graph.Apply("Where", graph.Apply("IsNaN", x), graph.Number(0), x),
        _ => throw new NotSupportedException($"There is no ONNX form of the function {function.GetType().Name}."),
    };

    /// <summary><c>x/2 (1 + erf(x / sqrt 2))</c>.</summary>
    static string WriteGelu(Graph graph, string x)
    {
        var error = graph.Apply("Erf", graph.Apply("Div", x, graph.Number(MathF.Sqrt(2))));
        return graph.Apply("Mul", graph.Apply("Mul", x, graph.Number(0.5f)), graph.Apply("Add", error, graph.Number(1)));
    }

    /// <summary>
    /// <c>2 tanh(x/2) / (1 + tanh(x/2))</c>, which is exact where x is tiny, as a small decay over a short time is; below -1, where that
    /// divides by almost nothing, <c>1 - e^-x</c>.
    /// </summary>
    static string WriteOneMinusExp(Graph graph, string x)
    {
        var one = graph.Number(1);
        var half = graph.Apply("Tanh", graph.Apply("Mul", x, graph.Number(0.5f)));
        var near = graph.Apply("Div", graph.Apply("Mul", half, graph.Number(2)), graph.Apply("Add", half, one));
        var far = graph.Apply("Sub", one, graph.Apply("Exp", graph.Apply("Neg", x)));
        return graph.Apply("Where", graph.Apply("Less", x, graph.Number(-1)), far, near);
    }
}
