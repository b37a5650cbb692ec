using System.Diagnostics;
using LiquidNet.Checks;
using LiquidNet.Data.Sets;

namespace LiquidNet.Data;

/// <summary>Mean and standard deviation of each feature or target value of a training set.</summary>
/// <remarks>
/// <para>Missing values (<c>NaN</c>) and targets of weight zero do not count. The deviation is that of the population (divided by the
/// count). For a feature that is constant, up to rounding, it is set to 1, so that the feature is only shifted; this applies to deviations
/// below 1.17549435e-38 and to those not above the distance from the mean to the next float. A feature without any value has mean 0 and
/// deviation 1.</para>
/// <para>Computed in double precision by Welford's algorithm ("Note on a method for calculating corrected sums of squares and products",
/// Technometrics 1962), so that a large mean costs no accuracy. The set is read once, step by step.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Standardization
{
    /// <summary>Creates a standardisation from known means and deviations.</summary>
    /// <param name="mean">The mean of each number.</param>
    /// <param name="standardDeviation">The standard deviation of each number, above zero.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The lists are empty or differ in length, a mean is not finite, or a deviation is not finite or
    /// below 1.17549435e-38.</exception>
    public Standardization(IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
    {
        Require.Scale(mean, standardDeviation);
        Mean = Array.AsReadOnly(mean.ToArray());
        StandardDeviation = Array.AsReadOnly(standardDeviation.ToArray());
    }

    /// <summary>The mean of each number.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>The standard deviation of each number.</summary>
    public IReadOnlyList<float> StandardDeviation { get; }

    /// <summary>Computes mean and deviation of the features of a set, over all sequences and steps.</summary>
    /// <param name="set">The training set, or the training part of one.</param>
    /// <exception cref="ArgumentException">A value is infinite; the message says where.</exception>
    public static Standardization Fit(SequenceSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        set.CheckCount(nameof(set));
        var moments = new RunningMoments(set.Features);
        var features = new float[set.Features];
        for (var index = 0; index < set.Count; index++)
        {
            var length = set.StepsOf(index);
            var different = set.IsConstantOverTime ? 1 : length;
            for (var step = 0; step < different; step++)
            {
                Array.Clear(features);
                set.ReadStep(index, step, features);
                Check(features, index, step, "feature");
                moments.Add(features, count: set.IsConstantOverTime ? length : 1);
            }
        }

        return Of(moments);
    }

    /// <summary>Computes mean and deviation of the target values of a set. Those with a weight of zero do not count, all others count
    /// alike.</summary>
    /// <param name="set">The training set, or the training part of one.</param>
    /// <exception cref="ArgumentException">The targets of the set are not values, or one is infinite; the message says where.</exception>
    public static Standardization FitTargets(SequenceSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.TargetKind is not (TargetKind.SequenceValues or TargetKind.StepValues))
            throw new ArgumentException($"Target values are standardised, but the sequences have {set.TargetKind}.", nameof(set));
        set.CheckCount(nameof(set));
        var moments = new RunningMoments(set.Outputs);
        ForEachTarget(set, (index, step, targets) =>
        {
            Check(targets, index, step, "target value");
            moments.Add(targets, count: 1);
        });
        return Of(moments);
    }

    /// <summary>Measures target values that are forecasts: their means, and as deviations the root mean squares of their changes from the
    /// last known values of features. Where nothing is known to change, the deviation is that of the values.</summary>
    /// <param name="set">The training set, with target values.</param>
    /// <param name="features">The feature that each target value is a later value of.</param>
    internal static Standardization FitForecasts(SequenceSet set, IReadOnlyList<int> features)
    {
        var values = FitTargets(set);
        var last = new LastValues(set);
        var changes = new (double Squares, double Count)[set.Outputs];
        ForEachTarget(set, (index, step, targets) =>
        {
            var known = last.At(index, set.TargetKind == TargetKind.StepValues ? step : set.StepsOf(index) - 1);
            for (var output = 0; output < targets.Length; output++)
            {
                var change = (double)targets[output] - known[features[output]];
                if (!double.IsNaN(change))
                    changes[output] = (changes[output].Squares + change * change, changes[output].Count + 1);
            }
        });
        return new(values.Mean, [.. changes.Select((sum, output) =>
            (float)Math.Sqrt(sum.Squares / sum.Count) is var change && IsDeviation(change, values.Mean[output])
                ? change
                : values.StandardDeviation[output])]);
    }

    /// <summary>Lists mean and deviation of each number.</summary>
    public override string ToString() =>
        string.Join(", ", Mean.Zip(StandardDeviation, (mean, scale) => FormattableString.Invariant($"{mean:0.####} +- {scale:0.####}")));

    /// <summary>Gives the target values of every step that counts, in order.</summary>
    static void ForEachTarget(SequenceSet set, Action<int, int, float[]> take)
    {
        var targets = new float[set.Outputs];
        for (var index = 0; index < set.Count; index++)
        {
            var weights = new float[set.TargetKind == TargetKind.StepValues ? set.StepsOf(index) : 1];
            if (set.IsWeighted)
                set.ReadWeights(index, weights);
            else
                Array.Fill(weights, 1);
            for (var step = 0; step < weights.Length; step++)
            {
                if (weights[step] == 0)
                    continue;
                Array.Clear(targets);
                set.ReadTargets(index, step, targets);
                take(index, step, targets);
            }
        }
    }

    static Standardization Of(RunningMoments moments)
    {
        var deviation = Array.ConvertAll(moments.Deviations(), value => (float)value);
        return new(
            Array.ConvertAll(moments.Means, value => (float)value),
            [.. deviation.Zip(moments.Means, (value, mean) => IsDeviation(value, (float)mean) ? value : 1)]);
    }

    /// <summary>Whether values differ by more than rounding.</summary>
    static bool IsDeviation(float value, float mean) => float.IsNormal(value) && value > SpacingAt(mean);

    /// <summary>The distance of a number to the next greater magnitude: values so near each other differ by rounding.</summary>
    static float SpacingAt(float value) => float.BitIncrement(Math.Abs(value)) - Math.Abs(value);

    static void Check(ReadOnlySpan<float> values, int index, int step, string what)
    {
        if (values.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity) is >= 0 and var at)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Sequence {index}, step {step}: {what} {at} is infinite; where it is missing, give NaN."));
        }
    }
}
