namespace LiquidNet.Training;

/// <summary>Counts how often target values lie within the intervals between quantiles, and adds up how wide these are.</summary>
/// <param name="quantiles">The quantiles of each target value; an interval lies between the first and the last, the next between their
/// neighbours, and so on.</param>
/// <param name="targets">How many target values there are at a step.</param>
sealed class IntervalSums(IReadOnlyList<float> quantiles, int targets)
{
    readonly (long Count, long Within, double Widths)[] sums = new (long, long, double)[targets * (quantiles.Count / 2)];

    int PerTarget => quantiles.Count / 2;

    /// <summary>Takes what was predicted for a target value.</summary>
    /// <param name="target">Which target value it is.</param>
    /// <param name="value">The target value.</param>
    /// <param name="predictions">The predictions [outputs x lanes].</param>
    /// <param name="lane">The lane in which they are.</param>
    /// <param name="lanes">How many lanes there are.</param>
    public void Add(int target, float value, ReadOnlySpan<float> predictions, int lane, int lanes)
    {
        for (var interval = 0; interval < PerTarget; interval++)
        {
            var first = target * quantiles.Count;
            var lower = predictions[(first + interval) * lanes + lane];
            var upper = predictions[(first + quantiles.Count - 1 - interval) * lanes + lane];
            ref var sum = ref sums[target * PerTarget + interval];
            sum = (sum.Count + 1, sum.Within + (lower <= value && value <= upper ? 1 : 0), sum.Widths + ((double)upper - lower));
        }
    }

    /// <summary>Takes what another has found.</summary>
    public void Add(IntervalSums other)
    {
        for (var at = 0; at < sums.Length; at++)
        {
            var (count, within, widths) = other.sums[at];
            sums[at] = (sums[at].Count + count, sums[at].Within + within, sums[at].Widths + widths);
        }
    }

    /// <summary>The intervals of all target values.</summary>
    /// <param name="names">The names of the target values; empty where they have none.</param>
    public IEnumerable<PredictionInterval> Intervals(IReadOnlyList<string> names) => sums.Select((sum, at) => new PredictionInterval(
        NameOf(names, at / PerTarget), quantiles[at % PerTarget], quantiles[quantiles.Count - 1 - at % PerTarget],
        sum.Count, (double)sum.Within / sum.Count, sum.Widths / sum.Count));

    static string NameOf(IReadOnlyList<string> names, int target) =>
        names.Count > 0 ? names[target] : FormattableString.Invariant($"target {target}");
}
