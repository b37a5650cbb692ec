using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits.Fusions;

/// <summary>Several operators of an equation in one pass. Only a circuit has such operators, no equation that is visited.</summary>
abstract class FusedOperator(int rows, params Signal[] sources) : Operator(rows, sources)
{
    public sealed override void Accept(ISignalVisitor visitor) =>
        throw new InvalidOperationException($"{GetType().Name} is part of a circuit; visit the equation that it was compiled from.");
}
