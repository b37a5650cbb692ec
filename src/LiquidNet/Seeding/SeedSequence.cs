namespace LiquidNet.Seeding;

/// <summary>
/// numpy's <c>SeedSequence</c>: spreads the bits of one integer over a pool of four words, from which any number of well-mixed seed
/// words can be read.
/// </summary>
sealed class SeedSequence
{
    const int PoolSize = 4;

    readonly uint[] pool = new uint[PoolSize];

    public SeedSequence(ulong entropy)
    {
        var mixer = new Mixer(0x43b0_d7e5, 0x931e_8875);
        for (var i = 0; i < PoolSize; i++)
        {
            pool[i] = mixer.Hash((uint)entropy);
            entropy >>= 32;
        }

        for (var source = 0; source < PoolSize; source++)
        {
            for (var target = 0; target < PoolSize; target++)
            {
                if (source != target)
                    pool[target] = Combine(pool[target], mixer.Hash(pool[source]));
            }
        }
    }

    /// <summary>The four mixed words.</summary>
    public ReadOnlySpan<uint> Pool => pool;

    /// <summary>The first <paramref name="count"/> 64-bit seed words; asking again gives the same ones.</summary>
    public ulong[] Words(int count)
    {
        var mixer = new Mixer(0x8b51_f9dd, 0x58f3_8ded);
        var words = new ulong[count];
        for (var i = 0; i < count; i++)
        {
            ulong low = mixer.Hash(pool[2 * i % PoolSize]);
            ulong high = mixer.Hash(pool[(2 * i + 1) % PoolSize]);
            words[i] = high << 32 | low;
        }

        return words;
    }

    static uint Combine(uint x, uint y)
    {
        var mixed = 0xca01_f9dd * x - 0x4973_f715 * y;
        return mixed ^ (mixed >> 16);
    }

    /// <summary>A multiplicative hash whose constant changes with every word.</summary>
    struct Mixer(uint constant, uint multiplier)
    {
        public uint Hash(uint value)
        {
            value ^= constant;
            constant *= multiplier;
            value *= constant;
            return value ^ (value >> 16);
        }
    }
}
