using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits;

/// <summary>The operators that read each signal of an equation.</summary>
sealed class Readers
{
    readonly Dictionary<Signal, List<Operator>> readers = new(ReferenceEqualityComparer.Instance);

    public Readers(Signal root)
    {
        foreach (var signal in EquationOrder.Of(root))
        {
            readers.Add(signal, []);
            foreach (var source in signal is Operator { Sources: var sources } ? sources : [])
                readers[source].Add((Operator)signal);
        }
    }

    /// <summary>The readers of a signal; one that reads it twice is listed twice.</summary>
    public IReadOnlyList<Operator> Of(Signal signal) => readers[signal];

    /// <summary>Whether a signal belongs to the equation.</summary>
    public bool Contains(Signal signal) => readers.ContainsKey(signal);

    /// <summary>Whether a signal is read by one operator alone, and once.</summary>
    public bool AreSingle(Signal signal) => readers.TryGetValue(signal, out var known) && known.Count == 1;
}
