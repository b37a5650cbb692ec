using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>Writes an equation as text: one expression, and below it each part that is read more than once, or is deep.</summary>
/// <remarks>
/// Inputs, parameters and lines end with their shape, as in <c>Tanh(input [3] * w [3]) [3]</c>. It holds its own stack: an equation may be
/// deeper than a thread's.
/// </remarks>
sealed class EquationText
{
    /// <summary>An expression within more others than this is written as a part.</summary>
    const int MaxDepth = 64;

    readonly Dictionary<Signal, int> reads = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Signal, string> texts = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Signal, string> names = new(ReferenceEqualityComparer.Instance);
    readonly List<string> parts = [];

    EquationText(Operator root)
    {
        var order = EquationOrder.Of(root);
        CountReads(order);
        NameParts(root);
        foreach (var signal in order)
        {
            var formula = signal is Operator operation ? Formula(operation) : signal.ToString();
            texts[signal] = names.GetValueOrDefault(signal, formula);
            if (signal == root)
                parts.Insert(0, $"{formula} [{root.Rows}]");
            else if (names.TryGetValue(signal, out var name))
                parts.Add($"{name} = {formula} [{signal.Rows}]");
        }
    }

    public static string Of(Operator root) => string.Join(Environment.NewLine, new EquationText(root).parts);

    /// <summary>How often each signal is read; what is deep counts as read twice.</summary>
    void CountReads(IReadOnlyList<Signal> order)
    {
        foreach (var signal in order)
        {
            foreach (var source in SourcesOf(signal))
                reads[source] = reads.GetValueOrDefault(source) + 1;
        }

        var depths = new Dictionary<Signal, int>(ReferenceEqualityComparer.Instance);
        foreach (var signal in order)
        {
            var depth = 0;
            foreach (var source in SourcesOf(signal))
                depth = Math.Max(depth, IsPart(source) ? 0 : depths[source] + 1);
            depths[signal] = depth;
            if (depth == MaxDepth)
                reads[signal] = reads.GetValueOrDefault(signal) + 1;
        }
    }

    /// <summary>Numbers the parts in the order in which a reader meets them.</summary>
    void NameParts(Operator root)
    {
        var met = new HashSet<Signal>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Signal>([root]);
        while (open.TryPop(out var signal))
        {
            if (!met.Add(signal))
                continue;
            if (signal != root && IsPart(signal))
                names.Add(signal, $"v{names.Count + 1}");
            var sources = SourcesOf(signal);
            for (var index = sources.Length - 1; index >= 0; index--)
                open.Push(sources[index]);
        }
    }

    bool IsPart(Signal signal) => signal is Operator { Sources.IsEmpty: false } && reads[signal] > 1;

    string Formula(Operator operation)
    {
        var operands = new string[operation.Sources.Length];
        for (var index = 0; index < operands.Length; index++)
        {
            var source = operation.Sources[index];
            operands[index] = reads[source] == 1 && operation.IsWeaker(index) ? $"({texts[source]})" : texts[source];
        }

        return operation.Format(operands);
    }

    static ReadOnlySpan<Signal> SourcesOf(Signal signal) => signal is Operator operation ? operation.Sources : [];
}
