using LiquidNet.Equations;
using LiquidNet.Equations.Operators;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Circuits;

/// <summary>What is known of a signal's sign, whatever the parameters are.</summary>
enum Sign
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>It is zero or above.</summary>
    NonNegative,

    /// <summary>It is above zero, and may be divided by.</summary>
    Positive,
}

/// <summary>Finds signs.</summary>
static class Signs
{
    /// <summary>The sign of a circuit's own signal.</summary>
    /// <remarks>
    /// A product or a quotient of positive numbers may be too small for a float, so it is only known not to be negative; so is what a small
    /// number was added to.
    /// </remarks>
    public static Sign Of(Signal signal)
    {
        var signs = new Dictionary<Signal, Sign>(ReferenceEqualityComparer.Instance);
        foreach (var part in EquationOrder.Of(signal))
            signs.Add(part, Of(part, signs));
        return signs[signal];
    }

    static Sign Of(Signal signal, Dictionary<Signal, Sign> signs)
    {
        return signal switch
        {
            Placeholder { Placement.Region: Region.Timespan } => Sign.NonNegative,
            ParameterLeaf { Parameter.Projection: NonNegative } => Sign.NonNegative,
            Constant { Number: > 0 } or Elementwise<Softplus> or Elementwise<Exp> => Sign.Positive,
            Constant { Number: 0 } or Elementwise<Sigmoid> => Sign.NonNegative,
            Scale { Factor: > 0 } scale => signs[scale.Sources[0]],
            Shift { Addend: >= 0 } shift => signs[shift.Sources[0]],
            Sum sum => SumOf(signs[sum.Left], signs[sum.Right]),
            Product or Quotient when Least() != Sign.Unknown => Sign.NonNegative,
            Slice or Concatenation => Least(),
            _ => Sign.Unknown,
        };

        Sign Least() => ((Operator)signal).Sources.ToArray().Min(source => signs[source]);
    }

    static Sign SumOf(Sign left, Sign right) =>
        left == Sign.Unknown || right == Sign.Unknown ? Sign.Unknown : left > right ? left : right;
}
