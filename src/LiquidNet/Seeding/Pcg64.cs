using System.Numerics;

namespace LiquidNet.Seeding;

/// <summary>
/// The generator behind numpy's <c>default_rng(seed)</c>: PCG64 with the XSL-RR output (O'Neill, "PCG: A Family of Simple Fast
/// Space-Efficient Statistically Good Algorithms for Random Number Generation", 2014) with numpy's bounded integers and its
/// <c>choice</c> without replacement, draw for draw.
/// </summary>
sealed class Pcg64
{
    // numpy shuffles the tail of a large population instead of sampling it when more than one in fifty is wanted.
    const int LargePopulation = 10_000;
    const int TailShuffleRatio = 50;

    static readonly UInt128 Multiplier = new(0x2360_ed05_1fc6_5da4, 0x4385_df64_9fcc_f645);

    readonly UInt128 increment;
    UInt128 state;
    uint? spare;

    public Pcg64(ulong seed)
    {
        var words = new SeedSequence(seed).Words(4);
        increment = new UInt128(words[2], words[3]) << 1 | UInt128.One;
        state = increment + new UInt128(words[0], words[1]);
        Advance();
    }

    /// <summary>The state the next word comes from, and the increment that selects the stream.</summary>
    public (UInt128 State, UInt128 Increment) Position => (state, increment);

    /// <summary>The next 64 random bits. A spare half word stays for the next 32-bit draw.</summary>
    public ulong NextWord()
    {
        Advance();
        return BitOperations.RotateRight((ulong)(state >> 64) ^ (ulong)state, (int)(state >> 122));
    }

    /// <summary>The next 32 random bits: the low half of a word, then its high half.</summary>
    public uint Next()
    {
        if (spare is { } high)
        {
            spare = null;
            return high;
        }

        var word = NextWord();
        spare = (uint)(word >> 32);
        return (uint)word;
    }

    /// <summary>
    /// A uniform integer in <c>0 .. bound - 1</c> (Lemire, "Fast Random Integer Generation in an Interval", 2019), from 32-bit draws
    /// as long as they suffice. A bound of one draws nothing.
    /// </summary>
    public long Below(long bound)
    {
        if (bound == 1)
            return 0;
        return bound <= 1L << 32 ? BelowFromHalfWords((ulong)bound) : BelowFromWords((ulong)bound);
    }

    /// <summary><paramref name="count"/> distinct integers of <c>0 .. population - 1</c> in random order.</summary>
    public int[] Choose(int population, int count) =>
        population > LargePopulation && count > population / TailShuffleRatio
            ? ShuffleTail(population, count)
            : Sample(population, count);

    int[] ShuffleTail(int population, int count)
    {
        var all = new int[population];
        for (var i = 0; i < population; i++)
            all[i] = i;
        Shuffle(all, Math.Max(population - count, 1));
        return all[(population - count)..];
    }

    // Floyd's algorithm: candidate j of a population that grows by one each time; one already taken is replaced by the newest.
    int[] Sample(int population, int count)
    {
        var chosen = new int[count];
        var taken = new HashSet<int>(count);
        for (var i = 0; i < count; i++)
        {
            var newest = population - count + i;
            var candidate = (int)Below(newest + 1L);
            chosen[i] = taken.Add(candidate) ? candidate : newest;
            taken.Add(chosen[i]);
        }

        Shuffle(chosen, first: 1);
        return chosen;
    }

    void Shuffle(int[] items, int first)
    {
        for (var i = items.Length - 1; i >= first; i--)
        {
            var j = (int)Below(i + 1L);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    long BelowFromHalfWords(ulong bound)
    {
        // The remainder of 2^32 is what would make low results more likely; products whose low half falls into it are redrawn.
        var product = Next() * bound;
        if ((uint)product < bound)
        {
            var surplus = (1UL << 32) % bound;
            while ((uint)product < surplus)
                product = Next() * bound;
        }

        return (long)(product >> 32);
    }

    long BelowFromWords(ulong bound)
    {
        var result = Math.BigMul(NextWord(), bound, out var remainder);
        if (remainder < bound)
        {
            var surplus = (0 - bound) % bound;
            while (remainder < surplus)
                result = Math.BigMul(NextWord(), bound, out remainder);
        }

        return (long)result;
    }

    void Advance() => state = state * Multiplier + increment;
}
