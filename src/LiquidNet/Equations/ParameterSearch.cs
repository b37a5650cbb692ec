using LiquidNet.Equations.Operators;

namespace LiquidNet.Equations;

/// <summary>Finds the parameters of an equation that nobody has compiled.</summary>
static class ParameterSearch
{
    /// <summary>The parameters in the order of first use.</summary>
    public static IReadOnlyList<Parameter> In(Signal root)
    {
        var found = new List<Parameter>();
        var seen = new HashSet<Signal>(ReferenceEqualityComparer.Instance);
        Visit(root);
        return found;

        void Visit(Signal signal)
        {
            if (!seen.Add(signal))
                return;
            if (signal is Parameter parameter)
                found.Add(parameter);
            foreach (var source in signal is Operator step ? step.Sources : [])
                Visit(source);
        }
    }
}
