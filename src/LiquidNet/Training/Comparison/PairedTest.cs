using MathNet.Numerics.Distributions;

namespace LiquidNet.Training;

/// <summary>Tests whether two recipes really score differently: Student's two-sided t-test of paired scores.</summary>
/// <param name="MeanDifference">The mean of the first scores minus that of the second.</param>
/// <param name="T">That difference in standard errors; <c>NaN</c> if all differences are equal, so that the error cannot be
/// estimated, and 0 if all are zero.</param>
/// <param name="DegreesOfFreedom">The number of pairs minus one.</param>
/// <param name="PValue">The probability of a difference at least this large, in either direction, if both recipes are equally good; 0 to 1,
/// or <c>NaN</c> with <paramref name="T"/>.</param>
public sealed record PairedTest(double MeanDifference, double T, int DegreesOfFreedom, double PValue)
{
    /// <summary>Differences that vary by less than this share of their mean are equal but for rounding.</summary>
    const double Rounding = 1e-9;

    /// <summary>Tests scores in pairs, each of the same seed and fold.</summary>
    /// <remarks>
    /// <code>
    /// t = mean(d) / sqrt((1 / n + overlap) var(d)),  d = first - second
    /// </code>
    /// Without overlap this is Student's test. If the training parts of the runs overlap, as in cross-validation, scores are correlated and
    /// Student's test finds differences where there are none; the correction is that of Nadeau and Bengio, "Inference for the
    /// Generalization Error", Machine Learning 2003.
    /// </remarks>
    /// <param name="first">The scores of one recipe; at least two.</param>
    /// <param name="second">The scores of the other, in the same order.</param>
    /// <param name="overlap">Test sequences per training sequence, if runs share training sequences; 0 (the default) if they do not, or if
    /// they differ in their seed only.</param>
    /// <exception cref="ArgumentException">There are fewer than two pairs, the lists differ in length, or a score is not
    /// finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="overlap"/> is negative or not finite.</exception>
    public static PairedTest Of(IReadOnlyList<double> first, IReadOnlyList<double> second, double overlap = 0)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Checks.Require.NotNegative(overlap, "The overlap");
        if (first.Count < 2 || first.Count != second.Count)
        {
            throw new ArgumentException(
                $"As many scores are expected of both, at least two, but there are {first.Count} and {second.Count}.", nameof(second));
        }

        CheckFinite(first, nameof(first));
        CheckFinite(second, nameof(second));

        var differences = first.Zip(second, (one, other) => one - other).ToArray();
        var (mean, degrees) = (differences.Average(), differences.Length - 1);
        var variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / degrees;
        if (mean != 0 && Math.Sqrt(variance) <= Rounding * Math.Abs(mean))
            return new(mean, double.NaN, degrees, double.NaN);
        var t = mean == 0 ? 0 : mean / Math.Sqrt((1.0 / differences.Length + overlap) * variance);
        return new(mean, t, degrees, 2 * StudentT.CDF(location: 0, scale: 1, degrees, -Math.Abs(t)));
    }

    static void CheckFinite(IReadOnlyList<double> scores, string parameter)
    {
        for (var place = 0; place < scores.Count; place++)
        {
            if (!double.IsFinite(scores[place]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Score {place + 1} of {scores.Count} is {scores[place]}; expected is a finite number."),
                    parameter);
            }
        }
    }

    /// <summary>For example <c>difference 0.0213, t(4) = 3.21, p = 0.033</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"difference {MeanDifference:0.####}, t({DegreesOfFreedom}) = {T:0.00}, p ")
        + (PValue < 0.001 ? "< 0.001" : FormattableString.Invariant($"= {PValue:0.###}"));
}
