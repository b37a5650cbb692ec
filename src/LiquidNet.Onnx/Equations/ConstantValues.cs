using LiquidNet.Circuits;
using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Onnx.Graphs;
using LiquidNet.Runs;

namespace LiquidNet.Onnx.Equations;

/// <summary>What depends on parameters alone: computed while exporting, so that a model holds the numbers themselves.</summary>
/// <remarks>They lie in the graph that reads them: what a loop reads from outside is handed to it at every step.</remarks>
sealed class ConstantValues(ParameterSet parameters)
{
    const int LongestFormula = 200;

    readonly Dictionary<Signal, float[]> values = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<(Graph Graph, Signal Signal, int Offset, int Rows), string> names = [];

    /// <summary>The values of a signal, one a row.</summary>
    public float[] Of(Signal signal)
    {
        if (!values.TryGetValue(signal, out var known))
            values.Add(signal, known = signal is Parameter parameter ? parameter.GetEffectiveValues()[..signal.Rows] : Compute(signal));
        return known;
    }

    /// <summary>The name of a tensor that holds the values of a signal [rows].</summary>
    public string NameOf(Signal signal, Graph graph) => Once((graph, signal, 0, -1), () => signal switch
    {
        Parameter parameter => graph.Tensor(NameOf(parameter), Of(signal), [signal.Rows]),
        Constant constant => graph.Number(constant.Number),
        _ => graph.Tensor("constant", Of(signal), [signal.Rows], FormulaOf(signal)),
    });

    /// <summary>The name of a tensor that holds some rows of a weight matrix [rows x outputs].</summary>
    public string Matrix(Parameter weights, int offset, int rows, Graph graph) => Once((graph, weights, offset, rows), () =>
    {
        var name = NameOf(weights);
        var stored = weights.GetEffectiveValues();
        var turned = new float[rows * weights.Columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < weights.Columns; column++)
                turned[row * weights.Columns + column] = stored[column * weights.Rows + offset + row];
        }

        return graph.Tensor(
            rows == weights.Rows ? name : $"{name}/rows_{offset}_to_{offset + rows - 1}", turned, [rows, weights.Columns]);
    });

    /// <summary>Its name within the network; a sum of matrices has one of its own.</summary>
    string NameOf(Parameter parameter) =>
        parameters.IndexOf(parameter) is >= 0 and var index ? parameters.NameOf(index) : parameter.Name;

    string Once((Graph, Signal, int, int) key, Func<string> create)
    {
        if (!names.TryGetValue(key, out var name))
            names.Add(key, name = create());
        return name;
    }

    static string FormulaOf(Signal signal) => signal.ToString() is { Length: <= LongestFormula } formula ? formula : "";

    static float[] Compute(Signal signal)
    {
        var run = new StatelessRun(Circuit.CompileOutput(signal), inputSize: 0, lanes: 1);
        run.Prepare();
        return run.Run().ToArray();
    }
}
