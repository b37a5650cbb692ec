using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits;

/// <summary>What a circuit computes in the place of an operator of an equation, or null for the operator itself.</summary>
delegate Signal? Replacement(Operator operation, Readers readers);

/// <summary>Copies an equation operator by operator, puts replacements in place, and merges operators that are equal.</summary>
/// <param name="readers">The readers of the equation's signals.</param>
/// <param name="replacement">Finds the replacements; they are made of signals of the equation, and are not replaced in turn.</param>
/// <param name="copyOfLeaf">The circuit's own copy of a parameter or of what the equation receives.</param>
sealed class Rewriting(Readers readers, Replacement replacement, Func<Signal, Rewriting, Signal> copyOfLeaf)
{
    readonly Dictionary<Signal, Signal> copies = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Operator> known = new(OperatorEquality.Instance);

    /// <summary>All operators, each after its sources.</summary>
    public List<Operator> Operators { get; } = [];

    /// <summary>Prepares to rewrite an equation that consists of a circuit's own signals.</summary>
    public static Rewriting Of(Signal root, Replacement replacement) => new(new Readers(root), replacement, (leaf, _) => leaf);

    /// <summary>The copy of a signal, made from copies of its sources.</summary>
    public Signal Copy(Signal signal)
    {
        if (copies.TryGetValue(signal, out var copy))
            return copy;
        copy = signal is not Operator operation ? copyOfLeaf(signal, this)
            : readers.Contains(operation) && replacement(operation, readers) is { } better ? Copy(better)
            : Add(operation, Array.ConvertAll(operation.Sources.ToArray(), Copy));
        copies.Add(signal, copy);
        return copy;
    }

    /// <summary>A copy of an operator with given sources, or the equal one that is there already.</summary>
    public Operator Add(Operator operation, params Signal[] sources)
    {
        var copy = operation.CopyFor(sources, Operators.Count);
        if (known.TryGetValue(copy, out var equal))
            return equal;
        known.Add(copy);
        Operators.Add(copy);
        return copy;
    }
}
