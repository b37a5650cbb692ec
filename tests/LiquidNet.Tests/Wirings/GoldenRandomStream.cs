using LiquidNet.Seeding;
using LiquidNet.Tests.Golden;

namespace LiquidNet.Tests.Wirings;

/// <summary>numpy's generators, one level at a time: seeding, words, bounded integers, choices.</summary>
static class GoldenRandomStream
{
    public static void Verify(GoldenCase golden)
    {
        var file = golden.ReadTensors();
        var seed = golden.Settings.GetProperty("seed").GetUInt64();
        switch (golden.Settings.GetProperty("stream").GetString())
        {
            case "mt19937":
                VerifyMersenneTwister(file, (uint)seed);
                break;
            case "pcg64":
                VerifyPcg64(file, seed);
                break;
            case var unknown:
                throw new NotSupportedException($"'{golden.Name}' is a stream of unknown kind '{unknown}'.");
        }
    }

    static void VerifyMersenneTwister(SafetensorsFile file, uint seed)
    {
        MersenneTwister Fresh() => new(seed);

        Integers(Fresh().State).Should().Equal(file.Integers("initial_key"));

        var words = Fresh();
        file.Integers("uint32").Should().Equal(Draw(1300, () => words.Next()));

        var bounded = Fresh();
        Array.ConvertAll(file.Integers("randint_bounds"), bound => (long)bounded.Below(bound)).Should().Equal(file.Integers("randint"));

        var permuted = Fresh();
        Enumerable.Range(0, 5).SelectMany(_ => permuted.Choose(10, 10)).Select(i => (long)i)
            .Should().Equal(file.Integers("permutation_10"));

        var signs = Fresh();
        Draw(64, () => signs.Below(2) == 0 ? -1 : 1).Should().Equal(file.Integers("choice_minus1_plus1"));

        var chosen = Fresh();
        Choices(file, n => chosen.Below(n), chosen.Choose).Should().Equal(file.Integers("choice_results"));
        Draw(4, () => chosen.Next()).Should().Equal(file.Integers("rng_after"));
    }

    static void VerifyPcg64(SafetensorsFile file, ulong seed)
    {
        Pcg64 Fresh() => new(seed);

        var sequence = new SeedSequence(seed);
        Integers(sequence.Pool).Should().Equal(file.Integers("seed_sequence_pool"));
        Array.ConvertAll(sequence.Words(4), word => (long)word).Should().Equal(file.Integers("seed_sequence_uint64"));
        Halves(Fresh().Position.State).Should().Equal(file.Integers("state_hi_lo"));
        Halves(Fresh().Position.Increment).Should().Equal(file.Integers("increment_hi_lo"));

        var words = Fresh();
        Draw(64, () => (long)words.NextWord()).Should().Equal(file.Integers("uint64"));

        var halfWords = Fresh();
        Draw(64, () => halfWords.Next()).Should().Equal(file.Integers("uint32"));

        var bounded = Fresh();
        Array.ConvertAll(file.Integers("integers_bounds"), bounded.Below).Should().Equal(file.Integers("integers"));

        var signs = Fresh();
        Draw(128, () => signs.Below(3) == 0 ? -1 : 1).Should().Equal(file.Integers("choice_minus1_1_1"));

        var pairs = Fresh();
        pairs.Choose(6 * 5, 12).SelectMany(i => new long[] { i / 5, i % 5 }).Should().Equal(file.Integers("choice_pairs_6x5_12"));

        var chosen = Fresh();
        Choices(file, n => chosen.Below(n), chosen.Choose).Should().Equal(file.Integers("choice_results"));
        Draw(4, () => chosen.Next()).Should().Equal(file.Integers("rng_after"));
    }

    public static long[] Draw(int count, Func<long> next)
    {
        var drawn = new long[count];
        for (var i = 0; i < count; i++)
            drawn[i] = next();
        return drawn;
    }

    static List<long> Choices(SafetensorsFile file, Func<int, long> scalar, Func<int, int, int[]> several)
    {
        var calls = file.Integers("choice_calls");
        var results = new List<long>();
        for (var i = 0; i < calls.Length; i += 2)
        {
            var (population, count) = ((int)calls[i], (int)calls[i + 1]);
            if (count == 0)
                results.Add(scalar(population));
            else
                results.AddRange(several(population, count).Select(index => (long)index));
        }

        return results;
    }

    static long[] Integers(ReadOnlySpan<uint> words) => Array.ConvertAll(words.ToArray(), word => (long)word);

    static long[] Halves(UInt128 value) => [(long)(ulong)(value >> 64), (long)(ulong)value];
}
