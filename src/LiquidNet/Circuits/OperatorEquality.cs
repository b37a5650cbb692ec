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
        if (x is null || y is null || x.GetType() != y.GetType() || x.Sources.Length != y.Sources.Length || x.Tempo != y.Tempo)
            return false;
        return Equals(x.Attributes, y.Attributes) && (HasSourcesOf(x, y) || IsMirror(x, y));
    }

    public int GetHashCode(Operator obj)
    {
        var sources = 0;
        foreach (var source in obj.Sources)
            sources += RuntimeHelpers.GetHashCode(source);
        return HashCode.Combine(obj.GetType(), obj.Attributes, sources);
    }

    static bool HasSourcesOf(Operator x, Operator y)
    {
        for (var index = 0; index < x.Sources.Length; index++)
        {
            if (x.Sources[index] != y.Sources[index])
                return false;
        }

        return true;
    }

    static bool IsMirror(Operator x, Operator y) =>
        x.IsCommutative && x.Sources[0] == y.Sources[1] && x.Sources[1] == y.Sources[0];
}
