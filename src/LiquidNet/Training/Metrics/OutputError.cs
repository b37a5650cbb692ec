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

    internal static string NameOf(IReadOnlyList<string> names, int output) =>
        names.Count > 0 ? names[output] : FormattableString.Invariant($"output {output}");

    /// <summary>For example <c>power: mean absolute error 12.31, root mean squared error 15.6</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}: mean absolute error {MeanAbsoluteError:G4}, root mean squared error {RootMeanSquaredError:G4}");
}
