namespace LiquidNet.Seeding;

/// <summary>A small random generator whose numbers are the same on every machine and in every version.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).</remarks>
struct SeededRandom(ulong seed)
{
    /// <summary>The step of the counter: odd, and without a pattern in its bits.</summary>
    public const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    ulong state = seed;

    /// <summary>A generator for one named thing: its numbers do not depend on what else is drawn from the same seed.</summary>
    public static SeededRandom For(int seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in name)
            hash = (hash ^ letter) * 1099511628211UL;
        return new SeededRandom(Mix(hash ^ Mix((uint)seed)));
    }

    /// <summary>The random bits that follow a counter.</summary>
    public static ulong Mix(ulong value) => Scramble(value + GoldenGamma);

    /// <summary>Scrambles the bits of a counter.</summary>
    public static ulong Scramble(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var bits = Mix(state);
        state += GoldenGamma;
        return bits;
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from low to high, which rounding may reach.</summary>
    public float Uniform(float low, float high) => low + (float)NextDouble() * (high - low);

    /// <summary>A number of the normal distribution with mean 0 and deviation 1.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());
}
