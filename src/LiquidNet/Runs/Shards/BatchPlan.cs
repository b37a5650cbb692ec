using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>How a batch of samples is cut into shards.</summary>
/// <param name="Count">Samples in the batch.</param>
/// <param name="Lanes">Samples side by side in a shard.</param>
/// <param name="Steps">Steps of the longest sample.</param>
/// <param name="IsRagged">Whether samples differ in length.</param>
readonly record struct BatchPlan(int Count, int Lanes, int Steps, bool IsRagged)
{
    public int Shards => (Count + Lanes - 1) / Lanes;

    public static BatchPlan For(SequenceSet set, ReadOnlySpan<int> samples)
    {
        var shortest = int.MaxValue;
        var longest = 0;
        foreach (var sample in samples)
        {
            var length = set.LengthOf(sample);
            shortest = Math.Min(shortest, length);
            longest = Math.Max(longest, length);
        }

        return new BatchPlan(samples.Length, LaneCount.For(samples.Length), longest, shortest < longest);
    }

    /// <summary>The samples of a shard.</summary>
    public ReadOnlySpan<int> SamplesOf(int shard, int[] samples) =>
        samples.AsSpan(shard * Lanes, Math.Min(Lanes, Count - shard * Lanes));
}
