using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Circuits;

/// <summary>Finds out where an equation takes <c>NaN</c> for a value that is missing.</summary>
/// <remarks>
/// <para>It does where <c>NaN</c> cannot get into the result, nor into any gradient: on every way to the result it has to come to
/// <see cref="IsNaN"/> or <see cref="ZeroIfNaN"/>. Before, it may only be moved, joined, added to, multiplied by a number, or divided: a
/// product with a parameter would make that parameter's gradient <c>NaN</c>.</para>
/// <para>It follows from the equation alone, so that a model that was loaded takes what the saved one took.</para>
/// </remarks>
sealed class MissingValues
{
    readonly Dictionary<Signal, bool[]> mayBeMissing = new(ReferenceEqualityComparer.Instance);

    /// <summary>For each number of an input, whether it may be missing.</summary>
    /// <param name="equation">The equation of a step as it is written.</param>
    /// <param name="inputSize">Numbers of an input.</param>
    public static bool[] AllowedIn(Signal equation, int inputSize) => new MissingValues().Find(equation, inputSize);

    bool[] Find(Signal equation, int inputSize)
    {
        var order = EquationOrder.Of(equation);
        foreach (var signal in order)
            mayBeMissing[signal] = Enumerable.Repeat(true, signal.Rows).ToArray();
        Forbid(equation);
        for (var index = order.Count - 1; index >= 0; index--)
        {
            if (order[index] is Operator operation)
                PassOn(operation, mayBeMissing[operation]);
        }

        var allowed = Enumerable.Repeat(true, inputSize).ToArray();
        foreach (var input in order.Where(signal => signal is Placeholder { Placement.Region: Region.Input }))
            Restrict(allowed, mayBeMissing[input]);
        return allowed;
    }

    /// <summary>Allows gaps in the sources of a result that may have them, row by row.</summary>
    void PassOn(Operator operation, ReadOnlySpan<bool> allowed)
    {
        switch (operation)
        {
            case Elementwise<IsNaN> or Elementwise<ZeroIfNaN>:
                break;
            case Slice slice:
                Restrict(mayBeMissing[slice.Sources[0]].AsSpan(slice.Start, slice.Rows), allowed);
                break;
            case Concatenation:
                foreach (var source in operation.Sources)
                {
                    Restrict(mayBeMissing[source], allowed[..source.Rows]);
                    allowed = allowed[source.Rows..];
                }

                break;
            case Quotient quotient:
                Restrict(mayBeMissing[quotient.Left], allowed);
                Forbid(quotient.Right);
                break;
            case Sum or Difference or Scale or Shift:
                foreach (var source in operation.Sources)
                    Restrict(mayBeMissing[source], allowed);
                break;
            default:
                foreach (var source in operation.Sources)
                    Forbid(source);
                break;
        }
    }

    void Forbid(Signal signal) => Array.Clear(mayBeMissing[signal]);

    /// <summary>A row that others repeat has to be allowed in all of them.</summary>
    static void Restrict(Span<bool> rows, ReadOnlySpan<bool> allowed)
    {
        for (var row = 0; row < rows.Length; row++)
            rows[row] &= rows.Length == allowed.Length ? allowed[row] : !allowed.Contains(false);
    }
}
