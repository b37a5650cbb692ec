using LiquidNet.Solvers;

namespace LiquidNet.Tests.Solvers;

public class UnfoldPolicyTests
{
    [Theory]
    [InlineData(0f, 1)]
    [InlineData(0.25f, 1)]
    [InlineData(0.26f, 2)]
    [InlineData(1.25f, 5)]
    [InlineData(1.5f, 6)]
    [InlineData(1e6f, 6)]
    [InlineData(float.MaxValue, 6)]
    public void An_adaptive_count_keeps_solver_steps_short_up_to_its_limit(float timespan, int count) =>
        UnfoldPolicy.ByStepLength(0.25f, 6).CountFor(timespan).Should().Be(count);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(1e6f)]
    public void A_fixed_count_is_the_same_for_every_timespan(float timespan) => UnfoldPolicy.Fixed(3).CountFor(timespan).Should().Be(3);

    [Fact]
    public void A_policy_tells_its_limits()
    {
        var (three, adaptive) = (UnfoldPolicy.Fixed(3), UnfoldPolicy.ByStepLength(0.25f, 6));

        (three.MaxCount, three.MaxStep, three.IsFixed).Should().Be((3, float.PositiveInfinity, true));
        (adaptive.MaxCount, adaptive.MaxStep, adaptive.IsFixed).Should().Be((6, 0.25f, false));
    }

    [Fact]
    public void A_number_stands_for_a_fixed_count()
    {
        UnfoldPolicy six = 6;

        six.Should().Be(UnfoldPolicy.Fixed(6));
        UnfoldPolicy.Once.Should().Be(UnfoldPolicy.Fixed(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void There_is_at_least_one_unfold(int count)
    {
        FluentActions.Invoking(() => UnfoldPolicy.Fixed(count)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => UnfoldPolicy.ByStepLength(0.25f, count)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.25f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void The_longest_solver_step_is_above_zero_and_finite(float longest) =>
        FluentActions.Invoking(() => UnfoldPolicy.ByStepLength(longest, 6))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*above zero and finite*");

    [Fact]
    public void A_policy_prints_how_it_cuts()
    {
        UnfoldPolicy.Once.ToString().Should().Be("1 unfold");
        UnfoldPolicy.Fixed(6).ToString().Should().Be("6 unfolds");
        UnfoldPolicy.ByStepLength(0.1f, 20).ToString().Should().Be("unfolds of at most 0.1, up to 20");
    }
}
