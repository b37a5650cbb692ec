using LiquidNet.Checks;
using LiquidNet.Online.Files;

namespace LiquidNet.Online;

/// <summary>The Page-Hinkley test: finds a rise of the mean, when the excess over it adds up to more than a threshold.</summary>
/// <remarks>
/// <code>
/// m = m + min((x - mean) / deviation, 10) - Tolerance
/// change where m - min(m) > Threshold
/// </code>
/// <para>with the running mean and standard deviation of all numbers since the last change, after which both are learned anew. A number
/// further than ten deviations from the mean counts as one at ten, so that an outlier hides no later change. A fall is not reported; a
/// rise that takes long may be reported in several steps.</para>
/// <para>Page, "Continuous inspection schemes", Biometrika 1954. There, and in river, <c>x - mean</c> is not divided by the deviation: the
/// threshold then has the unit of the numbers, and losses that have become larger exceed it by their scatter alone, so that one change is
/// reported again and again.</para>
/// </remarks>
public sealed class PageHinkley : DriftMonitor
{
    /// <summary>How many deviations from the mean a number can be, once there is a mean.</summary>
    const double Furthest = 10;

    long count;
    double mean;
    double squares;
    double sum;
    double least;

    /// <summary>The accumulated excess over the mean that counts as a change, in standard deviations.</summary>
    /// <value>Above zero and finite. Default: 50: a rise by two standard deviations is found after about 30 numbers if some hundred came
    /// before. The mean follows a rise, so that one after 100 numbers takes 45, and one right after <see cref="MinCount"/> numbers is
    /// missed as often as not.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public double Threshold { get; init => field = Require.Positive(value, "The threshold"); } = 50;

    /// <summary>The excess over the mean that is tolerated without adding to the sum, in standard deviations.</summary>
    /// <value>Zero or more, and finite. Default: 0.25. Far below that, and with numbers that depend on each other, chance alone reaches the
    /// threshold now and then.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Tolerance { get; init => field = Require.NotNegative(value, "The tolerance"); } = 0.25;

    /// <summary>How many numbers the mean must be based on before changes are looked for.</summary>
    /// <value>At least 1. Default: 30.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinCount { get; init => field = Require.AtLeast(value, 1, "MinCount", "a mean needs numbers", nameof(MinCount)); } = 30;

    /// <inheritdoc/>
    public override bool Add(double value)
    {
        CheckFinite(value);
        if (count >= MinCount && squares > 0)
        {
            var reach = Furthest * Math.Sqrt(squares / count);
            value = Math.Clamp(value, mean - reach, mean + reach);
        }

        count++;
        var difference = value - mean;
        mean += difference / count;
        squares += difference * (value - mean);
        var deviation = Math.Sqrt(squares / count);
        sum += (deviation > 0 ? (value - mean) / deviation : 0) - Tolerance;
        least = Math.Min(least, sum);
        if (count < MinCount || !(sum - least > Threshold))
            return false;
        Reset();
        return true;
    }

    /// <inheritdoc/>
    public override void Reset() => (count, mean, squares, sum, least) = (0, 0, 0, 0, 0);

    internal override void Transfer(ILearnerState state)
    {
        double[] numbers = [mean, squares, sum, least];
        count = state.Count("driftCount", count);
        state.Values("drift", numbers);
        (mean, squares, sum, least) = (numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
