using System.Globalization;

namespace LiquidNet.Samples;

/// <summary>Mean and standard deviation of what runs with several seeds gave.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The deviation of the sample, divided by Count - 1; 0 for one value.</param>
/// <param name="Count">How many values there are.</param>
public readonly record struct MeanAndDeviation(double Mean, double Deviation, int Count) : IFormattable
{
    /// <summary>Measures values.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static MeanAndDeviation Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("There is no value to take the mean of.", nameof(values));
        var mean = values.Average();
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return new(mean, values.Count == 1 ? 0 : Math.Sqrt(squares / (values.Count - 1)), values.Count);
    }

    /// <summary>The mean alone for one value, else "mean ± deviation".</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => Count == 1
        ? Mean.ToString(format, formatProvider)
        : $"{Mean.ToString(format, formatProvider)} ± {Deviation.ToString(format, formatProvider)}";

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
}
