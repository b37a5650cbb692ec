using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>Samples in the order of their lengths, the longest first; those of one length stay in their order. Allocates nothing.</summary>
static class LengthOrder
{
    /// <summary>Sorts samples.</summary>
    /// <param name="set">Where the samples come from.</param>
    /// <param name="samples">Their positions.</param>
    /// <param name="keys">Receives what they are sorted by, in the order found [samples].</param>
    /// <param name="sorted">Receives the samples in the order found [samples].</param>
    public static void Write(SequenceSet set, ReadOnlySpan<int> samples, Span<long> keys, Span<int> sorted)
    {
        // A key holds length and place, so that no two are equal and one sort of numbers is all.
        for (var place = 0; place < samples.Length; place++)
            keys[place] = ((long)-set.StepsOf(samples[place]) << 32) + place;
        keys.Sort();
        for (var place = 0; place < samples.Length; place++)
            sorted[place] = samples[(int)(keys[place] & uint.MaxValue)];
    }

    /// <summary>The length that a key was made of.</summary>
    public static long LengthOf(long key) => -(key >> 32);
}
