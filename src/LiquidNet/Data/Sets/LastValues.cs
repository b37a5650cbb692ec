using LiquidNet.Checks;

namespace LiquidNet.Data.Sets;

/// <summary>What was last known of each feature of a set, one sequence after the other and step by step; a sequence sees nothing of
/// others.</summary>
/// <param name="set">The set.</param>
/// <param name="period">Of a season, how many steps it has: only values that are whole seasons apart know each other.</param>
sealed class LastValues(SequenceSet set, int period = 1)
{
    readonly float[] seen = new float[set.Features];
    readonly float[] last = new float[Require.Size((long)period * set.Features, nameof(period), "The number of values of a season")];
    int current = -1;
    int next;

    /// <summary>The last known values at a step, which may not come before the one that was asked for last [features]; <c>NaN</c> for those
    /// that have not been seen yet.</summary>
    /// <param name="index">The sequence.</param>
    /// <param name="step">The step.</param>
    /// <param name="ahead">How many steps later the values are whole seasons before.</param>
    public ReadOnlySpan<float> At(int index, int step, int ahead = 0)
    {
        if (index != current)
        {
            (current, next) = (index, 0);
            Array.Fill(last, float.NaN);
        }

        for (; next <= step; next++)
        {
            Array.Clear(seen);
            set.ReadStep(index, next, seen);
            var known = At(next);
            for (var feature = 0; feature < seen.Length; feature++)
                known[feature] = float.IsNaN(seen[feature]) ? known[feature] : seen[feature];
        }

        return At((long)step + ahead);
    }

    Span<float> At(long step) => last.AsSpan((int)(step % period) * seen.Length, seen.Length);
}
