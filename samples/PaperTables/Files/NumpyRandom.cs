using MathNet.Numerics.Random;

namespace LiquidNet.Samples;

/// <summary>numpy's <c>RandomState(seed)</c>, draw for draw, for splits as the papers' code makes them.</summary>
sealed class NumpyRandom(int seed)
{
    readonly MersenneTwister random = new(seed, threadSafe: false);

    /// <summary>A number from 0 to below 1, as <c>rand</c> gives it.</summary>
    public double Next() => ((Bits() >> 5) * 67_108_864.0 + (Bits() >> 6)) / 9_007_199_254_740_992.0;

    /// <summary>The numbers from 0 to below a count in random order, as <c>permutation</c> gives them.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var last = count - 1; last > 0; last--)
        {
            var other = UpTo((uint)last);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }

    uint UpTo(uint largest)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(largest);
        uint drawn;
        do
            drawn = Bits() & mask;
        while (drawn > largest);
        return drawn;
    }

    // MathNet's generator divides 32 random bits by 2^32, which is exact in double precision.
    uint Bits() => (uint)(random.NextDouble() * 4_294_967_296.0);
}
