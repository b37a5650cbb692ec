using LiquidNet.Equations;
using LiquidNet.Equations.Operators;

namespace LiquidNet.Onnx.Equations;

/// <summary>Multiplies a signal once with a sum of matrices, where an equation adds up its products with each.</summary>
/// <remarks>So the two matrices of a CfC's gate are one where the timespan is known.</remarks>
static class SummedProducts
{
    /// <summary><c>a (A x + b) + c (C x + d) = (a A + c C) x + (a b + c d)</c>, or null where the operator is no such sum.</summary>
    public static Signal? Of(Operator operation)
    {
        if (operation is not Sum { Left: var left, Right: var right }
            || ProductOf(left) is not var (first, a) || ProductOf(right) is not var (second, c) || !ReadTheSame(first, second))
        {
            return null;
        }

        var terms = first.Terms.Zip(second.Terms, (term, other) => term with
        {
            Weights = Sum((Parameter)term.Weights, a, (Parameter)other.Weights, c),
        });
        return new Affine(Sum(first.Addend, a, second.Addend, c), [.. terms]);
    }

    /// <summary>A product times a number, to which nothing but parameters is added.</summary>
    static (Affine Product, float Factor)? ProductOf(Signal signal) => signal switch
    {
        Affine { Addend: null or { Tempo: Tempo.Constant } } product => (product, 1),
        Scale { Factor: var factor, Sources: [Affine { Addend: null or { Tempo: Tempo.Constant } } product] } => (product, factor),
        _ => null,
    };

    static bool ReadTheSame(Affine first, Affine second) =>
        first.Terms.Select(term => (term.Source, term.Offset)).SequenceEqual(second.Terms.Select(term => (term.Source, term.Offset)));

    static Parameter Sum(Parameter first, float a, Parameter second, float c) => Parameter.Of(
        $"{first.Name}/plus/{second.Name}", first.Rows, first.Columns,
        [.. first.Storage.Zip(second.Storage, (left, right) => a * left + c * right)]);

    static Signal? Sum(Signal? first, float a, Signal? second, float c) => (first, second) switch
    {
        (null, null) => null,
        (null, _) => c * second,
        (_, null) => a * first,
        _ => a * first + c * second,
    };
}
