using LiquidNet.Checks;
using LiquidNet.Equations;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Storage.Models;

/// <summary>Reads what <see cref="EquationWriter"/> wrote; every node passes the checks that an equation in code passes.</summary>
/// <param name="parameters">The parameters of the file, by name.</param>
sealed class EquationReader(IReadOnlyDictionary<string, Parameter> parameters)
{
    const int LeastMaxRows = 1 << 20;
    const int MostMaxRows = 1 << 27;
    const int RowsPerValue = 64;

    /// <summary>
    /// The most rows that the nodes of an equation may have together: a file that is small does not ask for much memory.
    /// </summary>
    public int MaxRows { get; } =
        (int)Math.Clamp(RowsPerValue * parameters.Values.Sum(parameter => (long)parameter.Values.Length), LeastMaxRows, MostMaxRows);

    static readonly Dictionary<string, (int Least, int Most, Func<JsonPlace, Signal[], Signal> Apply)> Operations = new()
    {
        ["constant"] = (0, 0, (node, _) => Constant(node["number"].Number())),
        ["sum"] = (2, 2, (_, x) => x[0] + x[1]),
        ["difference"] = (2, 2, (_, x) => x[0] - x[1]),
        ["product"] = (2, 2, (_, x) => x[0] * x[1]),
        ["quotient"] = (2, 2, (_, x) => x[0] / x[1]),
        ["scale"] = (1, 1, (node, x) => node["number"].Number() * x[0]),
        ["shift"] = (1, 1, (node, x) => x[0] + node["number"].Number()),
        ["affine"] = (2, int.MaxValue, ReadAffine),
        ["function"] = (1, 1, (node, x) => StoredFunctions.Apply(node, x[0])),
        ["softmax"] = (1, 1, (_, x) => Softmax(x[0])),
        ["mean"] = (1, 1, (_, x) => Mean(x[0])),
        ["dropout"] = (1, 1, (node, x) => Dropout(x[0], node["number"].Number())),
        ["concatenation"] = (1, int.MaxValue, (_, x) => Concatenate(x)),
        ["slice"] = (1, 1, (node, x) => Slice(x[0], node["start"].Integer(0), node["rows"].Integer(1))),
        ["synapticSum"] = (4, 4, (node, x) => SynapticSum(x[0], Integers(node["sources"]), Integers(node["starts"]), x[1], x[2], x[3])),
    };

    /// <summary>Reads an equation.</summary>
    /// <param name="nodes">The list of nodes.</param>
    /// <param name="given">What the equation receives, and what that is called.</param>
    /// <exception cref="InvalidDataException">A node is not as it has to be; the message names it.</exception>
    public Signal Read(JsonPlace nodes, params ReadOnlySpan<(Signal Signal, string Op)> given)
    {
        var known = new List<Signal>();
        var rows = 0L;
        foreach (var node in nodes.Items())
        {
            var signal = Given(node, given) ?? ReadOperation(node, known);
            rows += signal.Rows;
            if (rows > MaxRows)
                throw node.Fault($"the nodes up to this one have {rows} rows together, more than the {MaxRows} that are allowed");
            known.Add(signal);
        }

        return known.Count > 0 ? known[^1] : throw nodes.Fault("an equation has at least one node");
    }

    Signal? Given(JsonPlace node, ReadOnlySpan<(Signal Signal, string Op)> given)
    {
        var op = node["op"].Text();
        foreach (var (signal, name) in given)
        {
            if (name == op)
                return signal;
        }

        if (op != "parameter")
            return null;
        var stored = node["name"].Text();
        return parameters.TryGetValue(stored, out var parameter)
            ? parameter
            : throw node.Fault($"it reads parameter '{stored}', which the model does not list");
    }

    static Signal ReadOperation(JsonPlace node, List<Signal> known)
    {
        var op = node["op"].Text();
        if (!Operations.TryGetValue(op, out var operation))
            throw node.Fault($"operation '{op}' is unknown here");
        Signal[] inputs = op == "constant" ? [] : [.. node["inputs"].Items().Select(input => Earlier(input, known))];
        if (inputs.Length < operation.Least || inputs.Length > operation.Most)
        {
            var more = operation.Most > operation.Least ? " or more" : "";
            throw node.Fault($"operation '{op}' has {Counted.Of(operation.Least, "input")}{more}, found {inputs.Length}");
        }

        try
        {
            return operation.Apply(node, inputs);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw node.Fault($"operation '{op}' is not possible: {exception.Message}", exception);
        }
    }

    static Signal Earlier(JsonPlace input, List<Signal> known)
    {
        var position = input.Integer(0);
        return position < known.Count ? known[position] : throw input.Fault($"node {position} does not stand before this one");
    }

    static Signal ReadAffine(JsonPlace node, Signal[] inputs)
    {
        var first = inputs.Length % 2;
        var terms = new (Signal, Parameter)[inputs.Length / 2];
        for (var term = 0; term < terms.Length; term++)
        {
            terms[term] = inputs[first + 2 * term + 1] is Parameter weights
                ? (inputs[first + 2 * term], weights)
                : throw node.Fault($"input {first + 2 * term + 1} of an affine map has to be a parameter, its weights");
        }

        return Affine(first == 1 ? inputs[0] : null, terms);
    }

    static int[] Integers(JsonPlace list) => [.. list.Items().Select(item => item.Integer(0))];
}
