using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public sealed class PairedTestTests
{
    // p by integrating the density of Student's distribution numerically.
    [Theory]
    [InlineData(new[] { 0.91, 0.93, 0.90, 0.95, 0.92 }, new[] { 0.89, 0.92, 0.90, 0.91, 0.90 }, 0.018, 2.7136021, 0.0533383)]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 2.0, 4, 3 }, -1, -1.7320508, 0.2254033)]
    public void Scores_are_tested_as_elsewhere(double[] first, double[] second, double difference, double t, double p)
    {
        var test = PairedTest.Of(first, second);
        test.MeanDifference.Should().BeApproximately(difference, 1e-12);
        test.T.Should().BeApproximately(t, 1e-6);
        test.PValue.Should().BeApproximately(p, 1e-6);
        PairedTest.Of(second, first).PValue.Should().BeApproximately(p, 1e-6);
    }

    [Fact]
    public void Overlapping_folds_make_a_difference_less_certain()
    {
        double[] first = [0.91, 0.93, 0.90, 0.95, 0.92], second = [0.89, 0.92, 0.90, 0.91, 0.90];
        PairedTest.Of(first, second, overlap: 0.25).T.Should().BeApproximately(2.7136021 / Math.Sqrt(1 + 5 * 0.25), 1e-6);
    }

    [Fact]
    public void Equal_scores_do_not_differ_and_differences_without_any_spread_tell_nothing()
    {
        PairedTest.Of([1, 2], [1, 2]).Should().Be(new PairedTest(0, 0, 1, 1));
        PairedTest.Of([1, 2], [0, 1]).Should().Be(new PairedTest(1, double.NaN, 1, double.NaN));
        PairedTest.Of([0.0417, 0.0417, 0.0417], [0, 0, 0]).PValue.Should().Be(double.NaN, "the spread is one of rounding");
    }

    [Fact]
    public void A_chance_that_is_not_zero_is_not_written_as_zero() =>
        PairedTest.Of([10.1, 10, 9.9], [0, 0.1, 0]).ToString().Should().EndWith("p < 0.001");

    [Fact]
    public void Scores_without_pairs_are_refused()
    {
        FluentActions.Invoking(() => PairedTest.Of([1], [2])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PairedTest.Of([1, 2], [2])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PairedTest.Of([1, double.NaN], [2, 1])).Should().Throw<ArgumentException>()
            .WithMessage("Score 2 of 2 is NaN*").WithParameterName("first");
        FluentActions.Invoking(() => PairedTest.Of([1, 2], [double.PositiveInfinity, 1])).Should().Throw<ArgumentException>()
            .WithMessage("Score 1 of 2 is Infinity*").WithParameterName("second");
        FluentActions.Invoking(() => PairedTest.Of([1, 2], [2, 1], -1)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
