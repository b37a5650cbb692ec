using LiquidNet.Checks;
using LiquidNet.Online.Files;

namespace LiquidNet.Online;

/// <summary>The Page-Hinkley test: finds a rise of the mean, when the excess over it adds up to more than a threshold.</summary>
/// <remarks>
/// <code>
/// m = m + (x - mean - Tolerance)
/// change where m - min(m) > Threshold
/// </code>
/// <para>With the running mean of all numbers. Threshold and tolerance are in the unit of the numbers. Page, "Continuous inspection
/// schemes", Biometrika 1954.</para>
/// </remarks>
public sealed class PageHinkley : DriftMonitor
{
    long count;
    double mean;
    double sum;
    double least;

    /// <summary>The accumulated excess over the mean that counts as a change.</summary>
    /// <value>Above zero and finite. Default: 50, for numbers around 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero, or not finite.</exception>
    public double Threshold { get; init => field = Require.Positive(value, "The threshold"); } = 50;

    /// <summary>The excess over the mean that is tolerated without adding to the sum.</summary>
    /// <value>Zero or more, and finite. Default: 0.005.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Tolerance { get; init => field = Require.NotNegative(value, "The tolerance"); } = 0.005;

    /// <summary>How many numbers the mean must be based on before changes are looked for.</summary>
    /// <value>At least 1. Default: 30.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinCount { get; init => field = Require.AtLeast(value, 1, "MinCount", "a mean needs numbers", nameof(MinCount)); } = 30;

    /// <inheritdoc/>
    public override bool Add(double value)
    {
        count++;
        mean += (value - mean) / count;
        sum += value - mean - Tolerance;
        least = Math.Min(least, sum);
        if (count < MinCount || !(sum - least > Threshold))
            return false;
        Reset();
        return true;
    }

    /// <inheritdoc/>
    public override void Reset() => (count, mean, sum, least) = (0, 0, 0, 0);

    internal override void Transfer(ILearnerState state)
    {
        double[] numbers = [mean, sum, least];
        count = state.Count("driftCount", count);
        state.Values("drift", numbers);
        (mean, sum, least) = (numbers[0], numbers[1], numbers[2]);
    }
}
