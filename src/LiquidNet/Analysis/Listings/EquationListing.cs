using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Analysis.Listings;

/// <summary>Writes equations line by line: each line names a part with its shape, and the lines after it may read it.</summary>
sealed class EquationListing(Func<Parameter, string> nameOf)
{
    /// <summary>A line of this and a name with a shape fits most screens.</summary>
    const int LongestFormula = 84;

    readonly Dictionary<Signal, string> texts = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Signal, int> reads = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Signal> named = new(ReferenceEqualityComparer.Instance);
    readonly List<string> lines = [];
    readonly List<string> given = [];
    readonly List<string> parameters = [];

    int names;

    /// <summary>What the equations receive, each with its shape.</summary>
    public IReadOnlyList<string> Given => given;

    /// <summary>The parameters that the equations read, each with its shape.</summary>
    public IReadOnlyList<string> Parameters => parameters;

    /// <summary>An equation as it is written: what is read once stands where it is read, unless the line would be too long.</summary>
    public IReadOnlyList<string> LinesOf(string result, Signal root)
    {
        var order = EquationOrder.Of(root);
        CountReads(order);
        foreach (var signal in order)
        {
            if (signal is not Operator operation)
            {
                AddLeaf(signal);
                continue;
            }

            if (signal != root && texts.ContainsKey(signal))
                continue;
            var isReadAgain = signal != root && reads[signal] > 1;
            if (isReadAgain && operation is Slice slice && IsWritten(slice.Sources[0]))
                Name(slice.Sources[0], texts[slice.Sources[0]]);
            var formula = Shortened(operation);
            if (isReadAgain && operation is not Slice && !operation.Sources.IsEmpty)
                Name(signal, formula);
            else
                texts[signal] = formula;
        }

        lines.Add(Line(result, root, texts[root]));
        return TakeLines();
    }

    /// <summary>One line for each operator of a circuit at a tempo; rows of a result are written where they are read.</summary>
    public IReadOnlyList<string> LinesOf(Tempo tempo, IEnumerable<Operator> operators, Signal root, string result)
    {
        foreach (var operation in operators.Where(operation => operation.Tempo == tempo))
        {
            foreach (var source in operation.Sources)
                AddLeaf(source);
            var formula = operation.Format(OperandsOf(operation));
            if (operation is Slice || operation.Sources.IsEmpty)
                texts[operation] = formula;
            else if (operation == root)
                texts[root] = formula;
            else
                Name(operation, formula);
        }

        AddLeaf(root);
        if (root.Tempo == tempo)
            lines.Add(Line(result, root, texts[root]));
        return TakeLines();
    }

    void CountReads(IReadOnlyList<Signal> order)
    {
        reads.Clear();
        foreach (var source in order.OfType<Operator>().SelectMany(operation => operation.Sources.ToArray()))
            reads[source] = reads.GetValueOrDefault(source) + 1;
    }

    void AddLeaf(Signal signal)
    {
        if (signal is Operator || texts.ContainsKey(signal))
            return;
        var parameter = signal as Parameter ?? (signal as ParameterLeaf)?.Parameter;
        var shape = parameter is { Columns: > 1 } ? $"[{parameter.Rows} x {parameter.Columns}]" : $"[{signal.Rows}]";
        texts[signal] = parameter is null ? signal.ToString().Split(' ')[0] : nameOf(parameter);
        var leaf = $"{texts[signal]} {shape}{(signal is Parameter { IsPositive: true } ? " > 0" : "")}";
        var leaves = parameter is null ? given : parameters;
        if (!leaves.Contains(leaf))
            leaves.Add(leaf);
    }

    /// <summary>A formula, with its longest operands given names until it fits a line.</summary>
    string Shortened(Operator operation)
    {
        for (; ; )
        {
            var operands = OperandsOf(operation);
            var formula = operation.Format(operands);
            var longest = operation.Sources.ToArray().Where(IsWritten).MaxBy(source => texts[source].Length);
            if (formula.Length <= LongestFormula || longest is null)
                return formula;
            Name(longest, texts[longest]);
        }
    }

    /// <summary>Whether a signal has no name and is written out where it is read.</summary>
    bool IsWritten(Signal signal) => signal is Operator { Sources.IsEmpty: false } and not Slice && !named.Contains(signal);

    string[] OperandsOf(Operator operation)
    {
        var operands = new string[operation.Sources.Length];
        for (var index = 0; index < operands.Length; index++)
        {
            var source = operation.Sources[index];
            operands[index] = operation.IsWeaker(index) && !named.Contains(source) ? $"({texts[source]})" : texts[source];
        }

        return operands;
    }

    void Name(Signal signal, string formula)
    {
        named.Add(signal);
        texts[signal] = $"v{++names}";
        lines.Add(Line(texts[signal], signal, formula));
    }

    string[] TakeLines()
    {
        string[] taken = [.. lines];
        lines.Clear();
        return taken;
    }

    static string Line(string name, Signal signal, string formula) => $"{name} [{signal.Rows}] = {formula}";
}
