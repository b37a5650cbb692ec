using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits;

/// <summary>Reads equations in every order in which they may be written.</summary>
static class Patterns
{
    /// <summary>Both orders of the operands, if a signal is a sum or a product as asked for.</summary>
    public static IEnumerable<(Signal First, Signal Second)> OperandsOf<TOperator>(this Signal signal)
        where TOperator : Operator =>
        signal is TOperator { Sources: [var left, var right] } ? [(left, right), (right, left)] : [];

    /// <summary>What a signal multiplies by a factor: <c>x</c> of <c>factor x</c>, or null where it is no such product.</summary>
    public static Signal? Beside(this Signal signal, Signal factor)
    {
        if (signal == factor)
            return new Constant(1);
        if (signal is Scale scale && scale.Sources[0] == factor)
            return new Constant(scale.Factor);
        return signal.OperandsOf<Product>().FirstOrDefault(pair => pair.First == factor).Second;
    }

    /// <summary>Whether a signal is made as another is: of the same operators, in the same order, down to the same signals.</summary>
    public static bool IsWrittenAs(this Signal signal, Signal form)
    {
        if (signal == form)
            return true;
        if (signal is not Operator made || form is not Operator asked || made.GetType() != asked.GetType()
            || !Equals(made.Attributes, asked.Attributes) || made.Sources.Length != asked.Sources.Length)
        {
            return false;
        }

        for (var source = 0; source < made.Sources.Length; source++)
        {
            if (!made.Sources[source].IsWrittenAs(asked.Sources[source]))
                return false;
        }

        return true;
    }

    /// <summary>Whether a signal is computed from another, or is that one.</summary>
    public static bool DependsOn(this Signal signal, Signal other) => EquationOrder.Of(signal).Contains(other);
}
