using System.Runtime.CompilerServices;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Circuits;

/// <summary>Operators are equal when they compute the same from the same sources.</summary>
sealed class OperatorEquality : IEqualityComparer<Operator>
{
    OperatorEquality()
    {
    }

    public static OperatorEquality Instance { get; } = new();

    public bool Equals(Operator? x, Operator? y)
    {
        if (x is null || y is null || x.GetType() != y.GetType() || x.Tempo != y.Tempo || !Equals(x.Attributes, y.Attributes))
            return false;
        return x.Sources.SequenceEqual(y.Sources)
            || (x is { IsCommutative: true, Sources: [var left, var right] } && y.Sources.SequenceEqual([right, left]));
    }

    public int GetHashCode(Operator obj)
    {
        var sources = 0;
        foreach (var source in obj.Sources)
            sources += RuntimeHelpers.GetHashCode(source);
        return HashCode.Combine(obj.GetType(), obj.Attributes, sources);
    }
}
