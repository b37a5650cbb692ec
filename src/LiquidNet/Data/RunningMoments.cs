namespace LiquidNet.Data;

/// <summary>Mean and deviation of numbers side by side, of which some may be missing (<c>NaN</c>), in one pass.</summary>
sealed class RunningMoments(int numbers)
{
    readonly double[] counts = new double[numbers];
    readonly double[] squares = new double[numbers];

    /// <summary>The mean of each number so far; 0 where there was none.</summary>
    public double[] Means { get; } = new double[numbers];

    /// <summary>Takes values that occur a number of times.</summary>
    public void Add(ReadOnlySpan<float> values, int count)
    {
        for (var number = 0; number < values.Length; number++)
        {
            if (float.IsNaN(values[number]))
                continue;
            counts[number] += count;
            var before = values[number] - Means[number];
            Means[number] += before * (count / counts[number]);
            squares[number] += count * before * (values[number] - Means[number]);
        }
    }

    /// <summary>The deviation of each number from its mean, of the whole population; 0 where there was none.</summary>
    public double[] Deviations() => [.. squares.Zip(counts, (sum, count) => count > 0 ? Math.Sqrt(sum / count) : 0)];
}
