using System.Numerics;

namespace LiquidNet.Seeding;

/// <summary>
/// The generator behind numpy's <c>RandomState(seed)</c>: MT19937 (Matsumoto and Nishimura, ACM TOMACS 1998) with numpy's bounded
/// integers and its <c>choice</c> without replacement, draw for draw.
/// </summary>
sealed class MersenneTwister
{
    const int StateSize = 624;
    const int Shift = 397;
    const uint UpperBit = 0x8000_0000;
    const uint LowerBits = 0x7fff_ffff;
    const uint Twist = 0x9908_b0df;

    readonly uint[] state = new uint[StateSize];
    int position = StateSize;

    /// <summary>Seeds with the recurrence of the authors' <c>init_genrand</c>.</summary>
    public MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (var i = 1; i < StateSize; i++)
            state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>The 624 words the next outputs come from.</summary>
    public ReadOnlySpan<uint> State => state;

    /// <summary>The next 32 random bits.</summary>
    public uint Next()
    {
        if (position == StateSize)
            Refill();
        var word = state[position++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        return word ^ (word >> 18);
    }

    /// <summary>A uniform integer in <c>0 .. bound - 1</c>, for bounds up to 2^32. A bound of one draws nothing.</summary>
    public uint Below(long bound)
    {
        var largest = (uint)(bound - 1);
        if (largest == 0)
            return 0;
        var mask = uint.MaxValue >> BitOperations.LeadingZeroCount(largest);
        uint candidate;
        do
            candidate = Next() & mask;
        while (candidate > largest);
        return candidate;
    }

    /// <summary>
    /// <paramref name="count"/> distinct integers of <c>0 .. population - 1</c>. The whole population is shuffled whatever the count,
    /// as numpy does, so the number of draws does not depend on it.
    /// </summary>
    public int[] Choose(int population, int count)
    {
        var all = new int[population];
        for (var i = 0; i < population; i++)
            all[i] = i;
        for (var i = population - 1; i > 0; i--)
        {
            var j = (int)Below(i + 1L);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all[..count];
    }

    void Refill()
    {
        for (var i = 0; i < StateSize; i++)
        {
            var joined = (state[i] & UpperBit) | (state[(i + 1) % StateSize] & LowerBits);
            state[i] = state[(i + Shift) % StateSize] ^ (joined >> 1) ^ ((joined & 1) * Twist);
        }

        position = 0;
    }
}
