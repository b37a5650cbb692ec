using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits;

/// <summary>The operators that read each signal of an equation.</summary>
sealed class Readers
{
    readonly Dictionary<Signal, List<Operator>> readers = new(ReferenceEqualityComparer.Instance);

    public Readers(Signal root) => Visit(root);

    /// <summary>The readers of a signal; one that reads it twice is listed twice.</summary>
    public IReadOnlyList<Operator> Of(Signal signal) => readers[signal];

    /// <summary>Whether a signal belongs to the equation.</summary>
    public bool Contains(Signal signal) => readers.ContainsKey(signal);

    /// <summary>Whether a signal is read by one operator alone, and once.</summary>
    public bool AreSingle(Signal signal) => readers.TryGetValue(signal, out var known) && known.Count == 1;

    void Visit(Signal signal)
    {
        if (!readers.TryAdd(signal, []) || signal is not Operator operation)
            return;
        foreach (var source in operation.Sources)
        {
            Visit(source);
            readers[source].Add(operation);
        }
    }
}
