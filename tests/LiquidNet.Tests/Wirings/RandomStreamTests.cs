using LiquidNet.Seeding;

namespace LiquidNet.Tests.Wirings;

public class RandomStreamTests
{
    // Three quarters of a power of two: without redrawing, every third result would come up half of the time instead of a third.
    const long BoundOfHalfWords = 3L << 30;
    const long BoundOfWords = 3L << 60;

    // Four standard deviations of a share of one third among that many draws.
    const int Draws = 20_000;
    const double Tolerance = 0.0134;

    [Fact]
    public void Bounded_integers_are_uniform_where_the_bound_does_not_divide_the_words()
    {
        var twister = new MersenneTwister(5);
        ShareOfEveryThird(() => twister.Below(BoundOfHalfWords)).Should().BeApproximately(1 / 3.0, Tolerance);

        var pcg = new Pcg64(5);
        ShareOfEveryThird(() => pcg.Below(BoundOfHalfWords)).Should().BeApproximately(1 / 3.0, Tolerance);
        ShareOfEveryThird(() => pcg.Below(BoundOfWords)).Should().BeApproximately(1 / 3.0, Tolerance);
    }

    [Fact]
    public void A_bound_of_one_draws_nothing()
    {
        var (twister, untouchedTwister) = (new MersenneTwister(5), new MersenneTwister(5));
        twister.Below(1).Should().Be(0);
        twister.Next().Should().Be(untouchedTwister.Next());

        var (pcg, untouchedPcg) = (new Pcg64(5), new Pcg64(5));
        pcg.Below(1).Should().Be(0);
        pcg.Next().Should().Be(untouchedPcg.Next());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 0)]
    [InlineData(100, 100)]
    [InlineData(10_001, 200)]
    [InlineData(10_001, 201)]
    [InlineData(10_001, 10_001)]
    public void Chosen_integers_are_distinct_and_of_the_population(int population, int count)
    {
        foreach (var chosen in new[] { new MersenneTwister(5).Choose(population, count), new Pcg64(5).Choose(population, count) })
            chosen.Should().HaveCount(count).And.OnlyHaveUniqueItems().And.BeSubsetOf(Enumerable.Range(0, population));
    }

    static double ShareOfEveryThird(Func<long> next) => Enumerable.Range(0, Draws).Count(_ => next() % 3 == 0) / (double)Draws;
}
