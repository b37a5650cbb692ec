using System.Diagnostics;

namespace LiquidNet.Training;

/// <summary>How an interval between two quantiles fits the target values it was predicted for.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class PredictionInterval
{
    internal PredictionInterval(string name, float lowerQuantile, float upperQuantile, long count, double coverage, double meanWidth) =>
        (Name, LowerQuantile, UpperQuantile, Count, Coverage, MeanWidth)
            = (name, lowerQuantile, upperQuantile, count, coverage, meanWidth);

    /// <summary>The name of the target value, such as <c>power +1</c>, or "target 0" and so on.</summary>
    public string Name { get; }

    /// <summary>The quantile at which the interval begins, between 0 and 1.</summary>
    public float LowerQuantile { get; }

    /// <summary>The quantile at which the interval ends, between 0 and 1.</summary>
    public float UpperQuantile { get; }

    /// <summary>How many target values there were.</summary>
    public long Count { get; }

    /// <summary>The share of target values within the interval, bounds included, 0 to 1; <c>NaN</c> if there were none. Of a network that
    /// is well calibrated it is about the difference of the two quantiles.</summary>
    public double Coverage { get; }

    /// <summary>The mean distance of the two bounds, in the unit of the target values; <c>NaN</c> if there were none. Of two networks with
    /// equal coverage, the one with narrower intervals is better.</summary>
    public double MeanWidth { get; }

    /// <summary>For example <c>power +1, 10 % to 90 %: coverage 78.31 %, mean width 12.3</c>.</summary>
    public override string ToString() =>
        $"{Name}, {Quantile.NameOf(LowerQuantile)} to {Quantile.NameOf(UpperQuantile)}: "
        + (Count == 0
            ? "no target values"
            : FormattableString.Invariant($"coverage {Evaluation.Percent(Coverage)}, mean width {MeanWidth:G4}"));
}
