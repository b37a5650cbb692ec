namespace LiquidNet.Data.Sets;

/// <summary>What was last known of each feature of a set, one sequence after the other and step by step; a sequence sees nothing of
/// others.</summary>
sealed class LastValues(SequenceSet set)
{
    readonly float[] seen = new float[set.Features];
    readonly float[] last = new float[set.Features];
    int current = -1;
    int next;

    /// <summary>The last known values at a step, which may not come before the one that was asked for last [features]; <c>NaN</c> for those
    /// that have not been seen yet.</summary>
    public ReadOnlySpan<float> At(int index, int step)
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
            for (var feature = 0; feature < seen.Length; feature++)
                last[feature] = float.IsNaN(seen[feature]) ? last[feature] : seen[feature];
        }

        return last;
    }
}
