using LiquidNet.Seeding;

namespace LiquidNet.Tests.Seeding;

public class SplitMix64Tests
{
    [Fact]
    public void Draws_the_published_sequence_of_SplitMix64()
    {
        // Vigna's reference implementation, seed 1234567.
        var random = new SplitMix64(1234567);

        new[] { random.NextBits(), random.NextBits(), random.NextBits() }
            .Should().Equal(6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL);
    }

    // From an independent program in integers: initial weights and data orders are these for good.
    [Fact]
    public void Draws_the_same_weights_and_orders_in_every_version()
    {
        var order = new int[10];
        SplitMix64.For(3, stream: 5).WritePermutation(order);
        var random = SplitMix64.For(7, "W");

        order.Should().Equal(8, 0, 5, 2, 9, 3, 6, 7, 4, 1);
        SplitMix64.For(-1, epoch: 4, index: 9).NextBits().Should().Be(5469707376557124459UL);
        new[] { random.NextDouble(), random.NextDouble() }.Should().Equal(0.9142545017486672, 0.0950153298426889);
        random.NextUniform(-0.5f, 0.5f).Should().Be(0.4415139f);
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
                    first.Add(SplitMix64.For(seed, epoch, index).NextBits());
            }
        }

        first.Should().HaveCount(10_000);
    }

    [Fact]
    public void Uniform_numbers_and_integers_fill_their_ranges_evenly()
    {
        var random = new SplitMix64(1);
        var counts = new int[7];
        var sum = 0.0;
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInteger(7)]++;
            var uniform = random.NextSingle();
            uniform.Should().BeInRange(0f, 0.99999994f);
            sum += uniform;
        }

        // Five standard deviations of a count (92.6) and of the mean (0.00109).
        counts.Should().OnlyContain(count => Math.Abs(count - 10_000) < 463);
        (sum / 70_000).Should().BeApproximately(0.5, 0.0055);
    }
}
