using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>An equation as a list: every signal once, after what it is computed from.</summary>
static class EquationOrder
{
    /// <summary>The signals of an equation; inputs and parameters come before the first that reads them, in the order of reading.</summary>
    /// <remarks>It holds its own stack: an equation of many unfolds may be deeper than a thread's.</remarks>
    public static IReadOnlyList<Signal> Of(params ReadOnlySpan<Signal> roots)
    {
        var order = new List<Signal>();
        var seen = new HashSet<Signal>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(Signal Signal, int Next)>();
        foreach (var root in roots)
        {
            Open(root);
            while (open.TryPop(out var top))
            {
                if (top.Signal is Operator operation && top.Next < operation.Sources.Length)
                {
                    open.Push((top.Signal, top.Next + 1));
                    Open(operation.Sources[top.Next]);
                }
                else
                {
                    order.Add(top.Signal);
                }
            }
        }

        return order;

        void Open(Signal signal)
        {
            if (seen.Add(signal))
                open.Push((signal, 0));
        }
    }

    /// <summary>The parameters of an equation in the order of first use.</summary>
    public static IReadOnlyList<Parameter> ParametersOf(Signal root) => [.. Of(root).OfType<Parameter>()];
}
