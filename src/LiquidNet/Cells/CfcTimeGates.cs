using LiquidNet.Checks;

namespace LiquidNet.Cells;

/// <summary>Where the time gates of a CfC stand before training: spread over the timespans that it will see.</summary>
/// <remarks>
/// <para>The random weights of ncps leave the gates <c>s = sigmoid(dt time_a z + time_b z)</c> nearly the same at every timespan, and a
/// cell that has to tell timespans apart must first learn to. Here the biases start such that unit by unit
/// <c>s = sigmoid(+-(dt - t) / <see cref="Width"/>)</c>, plus what the random weights add. Each pair of units has a midpoint <c>t</c>: one
/// unit opens there, the other closes. The midpoints are the centres of equal parts of the range from <see cref="Shortest"/> to
/// <see cref="Longest"/>, in ascending order.</para>
/// <para>Use it where timespans carry the information, such as how long a signal stayed as it was. The idea is that of the chrono
/// initialisation of LSTMs (Tallec and Ollivier, "Can recurrent neural networks warp time?", ICLR 2018), carried over to gates that see the
/// elapsed time itself.</para>
/// </remarks>
public sealed record CfcTimeGates
{
    /// <summary>Spreads gates over a range of timespans.</summary>
    /// <param name="shortest">Where the range begins, in the unit of the timespans; zero or more.</param>
    /// <param name="longest">Where the range ends; above <paramref name="shortest"/>. Rare timespans may lie beyond it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite or outside its range.</exception>
    public CfcTimeGates(float shortest, float longest)
    {
        Shortest = Require.NotNegative(shortest, "The shortest timespan");
        Longest = Require.Positive(longest, "The longest timespan");
        if (longest <= shortest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(longest), longest, FormattableString.Invariant($"The longest timespan must be above the shortest, {shortest}."));
        }
    }

    /// <summary>Where the range begins, in the unit of the timespans.</summary>
    public float Shortest { get; }

    /// <summary>Where the range ends, in the unit of the timespans.</summary>
    public float Longest { get; }

    /// <summary>The time in which a gate goes from half open to 73 % open; null for half the distance between two midpoints.</summary>
    /// <value>Above zero and finite, or null. Default: null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero or not finite.</exception>
    public float? Width { get; init => field = value is { } width ? Require.Positive(width, "A width", nameof(value)) : null; }

    /// <summary>Moves random biases of gates <c>sigmoid(sign dt slope + offset)</c> to where the gates start.</summary>
    /// <param name="slopes">The biases of the factor of time [units].</param>
    /// <param name="offsets">The biases of what does not depend on time [units].</param>
    /// <param name="timeSign">1 or -1.</param>
    internal void MoveBiases(Span<float> slopes, Span<float> offsets, int timeSign)
    {
        var distance = (Longest - Shortest) / ((slopes.Length + 1) / 2);
        for (var unit = 0; unit < slopes.Length; unit++)
        {
            var midpoint = Shortest + (unit / 2 + 0.5f) * distance;
            var slope = (unit % 2 == 0 ? 1 : -1) / (Width ?? distance / 2);
            slopes[unit] += timeSign * slope;
            offsets[unit] -= slope * midpoint;
        }
    }
}
