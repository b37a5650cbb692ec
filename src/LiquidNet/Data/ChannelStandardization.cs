using System.Diagnostics;
using System.Globalization;

namespace LiquidNet.Data;

/// <summary>Moves and scales the channels of images so that each has mean 0 and deviation 1 over a training set.</summary>
/// <remarks><code>standardised = (pixel / 255 - mean) / deviation</code></remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ChannelStandardization
{
    /// <summary>Creates a standardisation from known figures.</summary>
    /// <param name="means">The mean of each channel, of pixels scaled to 0..1.</param>
    /// <param name="deviations">The standard deviation of each channel, of pixels scaled to 0..1; above 0.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length, or a figure is not finite or a deviation
    /// not above 0; the message names the channel.</exception>
    public ChannelStandardization(IReadOnlyList<float> means, IReadOnlyList<float> deviations)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        if (means.Count == 0 || means.Count != deviations.Count)
        {
            throw new ArgumentException(
                $"One mean and one deviation per channel are expected but there are {means.Count} and {deviations.Count}.",
                nameof(deviations));
        }

        for (var channel = 0; channel < means.Count; channel++)
        {
            if (!float.IsFinite(means[channel]) || !float.IsFinite(deviations[channel]) || deviations[channel] <= 0f)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Channel {channel} has mean {means[channel]} and deviation {deviations[channel]}; both are expected " +
                        $"finite, the deviation above 0."),
                    nameof(deviations));
            }
        }

        Means = Array.AsReadOnly(means.ToArray());
        Deviations = Array.AsReadOnly(deviations.ToArray());
    }

    /// <summary>The mean of each channel, of pixels scaled to 0..1.</summary>
    public IReadOnlyList<float> Means { get; }

    /// <summary>The standard deviation of each channel, of pixels scaled to 0..1.</summary>
    public IReadOnlyList<float> Deviations { get; }

    /// <summary>Measures the channels of a training set; use the result for the test set as well.</summary>
    /// <param name="images">The training set. The deviation is that of the whole population (divided by the count); a channel
    /// with a single value is only moved, its deviation taken as 1.</param>
    public static ChannelStandardization Of(LabelledImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var plane = images.Height * images.Width;
        var sums = new long[images.Channels];
        var squares = new long[images.Channels];
        for (var index = 0; index < images.Count; index++)
        {
            var pixels = images.PixelsOf(index);
            for (var channel = 0; channel < images.Channels; channel++)
            {
                uint sum = 0;
                ulong square = 0;
                foreach (uint value in pixels.Slice(channel * plane, plane))
                {
                    sum += value;
                    square += value * value;
                }

                sums[channel] += sum;
                squares[channel] += (long)square;
            }
        }

        var count = (double)plane * images.Count;
        var means = Array.ConvertAll(sums, sum => sum / count);
        var deviations = means.Select((mean, channel) => Math.Sqrt(Math.Max(squares[channel] / count - mean * mean, 0.0)));
        return new(
            [.. means.Select(mean => (float)(mean / 255))],
            [.. deviations.Select(deviation => deviation > 0 ? (float)(deviation / 255) : 1f)]);
    }

    /// <summary>Lists mean and deviation of each channel.</summary>
    public override string ToString() =>
        string.Join(", ", Means.Zip(Deviations, (mean, deviation) => FormattableString.Invariant($"{mean:0.####} +- {deviation:0.####}")));
}
