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
    readonly Stack<Step> open = [];

    /// <summary>All operators, each after its sources.</summary>
    public List<Operator> Operators { get; } = [];

    /// <summary>Prepares to rewrite an equation that consists of a circuit's own signals.</summary>
    public static Rewriting Of(Signal root, Replacement replacement) => new(new Readers(root), replacement, (leaf, _) => leaf);

    /// <summary>The copy of a signal, made from copies of its sources.</summary>
    /// <remarks>It holds its own stack: an equation may be deeper than a thread's.</remarks>
    public Signal Copy(Signal signal)
    {
        Begin(signal);
        while (open.TryPop(out var step))
        {
            if (step.Next < step.Needed.Length)
            {
                open.Push(step with { Next = step.Next + 1 });
                Begin(step.Needed[step.Next]);
            }
            else
            {
                var ready = Array.ConvertAll(step.Needed, source => copies[source]);
                copies.Add(step.Signal, step.IsReplaced ? ready[0] : Add((Operator)step.Signal, ready));
            }
        }

        return copies[signal];
    }

    /// <summary>Copies a leaf; puts aside what is made of others, until they are copied.</summary>
    void Begin(Signal signal)
    {
        if (copies.ContainsKey(signal))
            return;
        if (signal is not Operator operation)
            copies.Add(signal, copyOfLeaf(signal, this));
        else if (readers.Contains(operation) && replacement(operation, readers) is { } better)
            open.Push(new(signal, [better], IsReplaced: true));
        else
            open.Push(new(signal, operation.Sources.ToArray(), IsReplaced: false));
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

    /// <summary>A signal that is copied after those it needs: its sources, or what takes its place.</summary>
    readonly record struct Step(Signal Signal, Signal[] Needed, bool IsReplaced, int Next = 0);
}
