using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>Writes an equation as text: one expression, and below it each part that is read more than once.</summary>
/// <remarks>Inputs, parameters and lines end with their shape, as in <c>Tanh(input [3] * w [3]) [3]</c>.</remarks>
sealed class EquationText
{
    readonly Dictionary<Signal, int> reads = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Signal, string> names = new(ReferenceEqualityComparer.Instance);
    readonly List<string> parts = [];

    EquationText(Operator root)
    {
        CountReads(root);
        parts.Insert(0, $"{Formula(root)} [{root.Rows}]");
    }

    public static string Of(Operator root) => string.Join(Environment.NewLine, new EquationText(root).parts);

    void CountReads(Signal signal)
    {
        reads[signal] = reads.GetValueOrDefault(signal) + 1;
        if (reads[signal] > 1 || signal is not Operator operation)
            return;
        foreach (var source in operation.Sources)
            CountReads(source);
    }

    string Formula(Operator operation)
    {
        var operands = new string[operation.Sources.Length];
        for (var index = 0; index < operands.Length; index++)
        {
            var source = operation.Sources[index];
            operands[index] = reads[source] == 1 && operation.IsWeaker(index) ? $"({Text(source)})" : Text(source);
        }

        return operation.Format(operands);
    }

    string Text(Signal signal)
    {
        if (signal is not Operator operation)
            return signal.ToString();
        if (reads[signal] == 1 || operation.Sources.IsEmpty)
            return Formula(operation);
        if (!names.TryGetValue(signal, out var name))
        {
            names.Add(signal, name = $"v{names.Count + 1}");
            parts.Add($"{name} = {Formula(operation)} [{signal.Rows}]");
        }

        return name;
    }
}
