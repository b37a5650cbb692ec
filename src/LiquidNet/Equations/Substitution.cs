using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>Puts signals in the place of others that an equation reads.</summary>
static class Substitution
{
    /// <summary>The equation with each signal replaced; what depends on none of them is shared with it.</summary>
    /// <param name="root">The equation; it stays as it is.</param>
    /// <param name="from">The signals to replace.</param>
    /// <param name="to">What takes their places, each of as many rows.</param>
    public static Signal Of(Signal root, ReadOnlySpan<Signal> from, ReadOnlySpan<Signal> to)
    {
        var copies = new Dictionary<Signal, Signal>(ReferenceEqualityComparer.Instance);
        for (var index = 0; index < from.Length; index++)
            copies.Add(from[index], to[index]);
        foreach (var signal in EquationOrder.Of(root))
        {
            if (copies.ContainsKey(signal) || signal is not Operator operation)
                continue;
            var sources = Array.ConvertAll(operation.Sources.ToArray(), source => copies.GetValueOrDefault(source, source));
            if (!operation.Sources.SequenceEqual(sources))
                copies.Add(signal, operation.CopyFor(sources, index: 0));
        }

        return copies.GetValueOrDefault(root, root);
    }
}
