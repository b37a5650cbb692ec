using static LiquidNet.Seeding.SeededRandom;

namespace LiquidNet.Seeding;

/// <summary>A small seeded generator for data: the same draws on every machine and every version of .NET.</summary>
/// <remarks>
/// SplitMix64 of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014: a counter through
/// a mixing function, so that a generator for any (seed, epoch, index) costs no more than its first draw.
/// </remarks>
struct DataRandom(ulong seed)
{
    ulong state = seed;

    /// <summary>A generator of its own for each pair (seed, stream).</summary>
    public static DataRandom For(int seed, int stream) => new(Scramble(Mix((uint)seed) + (uint)stream));

    /// <summary>A generator of its own for each triple (seed, epoch, index).</summary>
    public static DataRandom For(int seed, int epoch, int index) => new(Mix(For(seed, epoch).state + (uint)index));

    /// <summary>Draws 64 random bits.</summary>
    public ulong NextBits() => Scramble(state += GoldenGamma);

    /// <summary>Draws an integer in 0..<paramref name="bound"/> - 1.</summary>
    public int NextInteger(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>Draws a number in [0, 1), a multiple of 2^-24.</summary>
    public float NextUniform() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>Draws a number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float NextUniform(float low, float high) => low + (high - low) * NextUniform();

    /// <summary>Writes the integers 0..length - 1 in random order (Fisher and Yates).</summary>
    public void WritePermutation(Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var j = NextInteger(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
