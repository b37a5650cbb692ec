namespace LiquidNet.Seeding;

/// <summary>A small seeded generator: the same numbers on every machine and in every version of .NET.</summary>
/// <remarks>
/// SplitMix64 of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014: a counter through a mixing
/// function, so that a generator for any name, or any (seed, epoch, index), costs no more than its first number.
/// </remarks>
struct SplitMix64(ulong seed)
{
    // Odd, and without a pattern in its bits.
    const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    ulong state = seed;

    /// <summary>A generator for one named thing: its numbers do not depend on what else is drawn from the same seed.</summary>
    public static SplitMix64 For(int seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in name)
            hash = (hash ^ letter) * 1099511628211UL;
        return new(Mix(hash ^ Mix((uint)seed)));
    }

    /// <summary>A generator of its own for each pair (seed, stream).</summary>
    public static SplitMix64 For(int seed, int stream) => new(Scramble(Mix((uint)seed) + (uint)stream));

    /// <summary>A generator of its own for each triple (seed, epoch, index).</summary>
    public static SplitMix64 For(int seed, int epoch, int index) => new(Mix(For(seed, epoch).state + (uint)index));

    /// <summary>The random bits that follow a counter.</summary>
    public static ulong Mix(ulong counter) => Scramble(counter + GoldenGamma);

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => Scramble(state += GoldenGamma);

    /// <summary>An integer in 0..<paramref name="bound"/> - 1.</summary>
    public int NextInteger(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>A number in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float NextSingle(float low, float high) => low + (high - low) * NextSingle();

    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, which rounding may reach; drawn from 53 bits.</summary>
    public float NextUniform(float low, float high) => low + (float)NextDouble() * (high - low);

    /// <summary>A number of the normal distribution with mean 0 and deviation 1.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

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

    static ulong Scramble(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
