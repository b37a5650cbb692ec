using LiquidNet.Seeding;

namespace LiquidNet.Tests.Seeding;

public class DataRandomFacts
{
    [Fact]
    public void Draws_the_published_sequence_of_SplitMix64()
    {
        // Vigna's reference implementation, seed 1234567.
        var random = new DataRandom(1234567);

        new[] { random.NextBits(), random.NextBits(), random.NextBits() }
            .Should().Equal(6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL);
    }

    [Fact]
    public void Neighbouring_seeds_epochs_and_indices_draw_apart()
    {
        var first = new HashSet<ulong>();
        for (var seed = -2; seed < 8; seed++)
        {
            for (var epoch = 0; epoch < 10; epoch++)
            {
                for (var index = 0; index < 100; index++)
                    first.Add(DataRandom.For(seed, epoch, index).NextBits());
            }
        }

        first.Should().HaveCount(10_000);
    }

    [Fact]
    public void Uniform_numbers_and_integers_fill_their_ranges_evenly()
    {
        var random = new DataRandom(1);
        var counts = new int[7];
        var sum = 0.0;
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInteger(7)]++;
            var uniform = random.NextUniform();
            uniform.Should().BeInRange(0f, 0.99999994f);
            sum += uniform;
        }

        // Five standard deviations of a count (92.6) and of the mean (0.00109).
        counts.Should().OnlyContain(count => Math.Abs(count - 10_000) < 463);
        (sum / 70_000).Should().BeApproximately(0.5, 0.0055);
    }
}
