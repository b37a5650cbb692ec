using System.Diagnostics;

namespace LiquidNet.Training;

/// <summary>The errors of one output, in the unit of its target values.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class OutputError
{
    internal OutputError(string name, long count, double meanSquaredError, double meanAbsoluteError) =>
        (Name, Count, MeanSquaredError, MeanAbsoluteError) = (name, count, meanSquaredError, meanAbsoluteError);

    /// <summary>The name of the output in <see cref="LiquidNetwork.OutputNames"/>, or "output 0" and so on.</summary>
    public string Name { get; }

    /// <summary>How many target values there were.</summary>
    public long Count { get; }

    /// <summary>The mean squared error, in the squared unit of the target values; <c>NaN</c> if there were none.</summary>
    public double MeanSquaredError { get; }

    /// <summary>The root of <see cref="MeanSquaredError"/>, in the unit of the target values.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>The mean absolute error, in the unit of the target values; <c>NaN</c> if there were none.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>The quantile that the output is, between 0 and 1; null if it is the value itself.</summary>
    public float? Quantile { get; internal init; }

    /// <summary>The mean pinball loss (<see cref="QuantileLoss"/>), in the unit of the target values: <c>NaN</c> if there were none, null
    /// if the output is no quantile.</summary>
    public double? PinballLoss { get; internal init; }

    internal static string NameOf(IReadOnlyList<string> names, int output) =>
        names.Count > 0 ? names[output] : FormattableString.Invariant($"output {output}");

    /// <summary>Whether the output is meant to be near the target value: the value itself, or its median.</summary>
    internal bool IsCentral => Quantile is null or 0.5f;

    /// <summary>For example <c>power: mean absolute error 12.31, root mean squared error 15.6</c>, or for a quantile
    /// <c>power 10 %: pinball loss 3.142</c>.</summary>
    public override string ToString() => Count == 0 ? $"{Name}: no target values"
        : PinballLoss is { } loss ? FormattableString.Invariant($"{Name}: pinball loss {loss:G4}")
            + (IsCentral ? FormattableString.Invariant($", mean absolute error {MeanAbsoluteError:G4}") : "")
        : FormattableString.Invariant(
            $"{Name}: mean absolute error {MeanAbsoluteError:G4}, root mean squared error {RootMeanSquaredError:G4}");
}
