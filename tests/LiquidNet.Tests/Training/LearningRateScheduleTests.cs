using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class LearningRateScheduleTests
{
    const float Rounding = 1e-6f;

    [Fact]
    public void A_constant_rate_stays() => LearningRateSchedule.Constant.FactorAt(7.3, 10).Should().Be(1);

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(1.99, 1)]
    [InlineData(2.01, 0.5)]
    [InlineData(4.5, 0.25)]
    public void Steps_drop_every_so_many_epochs(double epoch, float factor) =>
        LearningRateSchedule.Steps(everyEpochs: 2, factor: 0.5).FactorAt(epoch, 10).Should().BeApproximately(factor, Rounding);

    // A double has 0.3 / 0.1 as 2.9999999999999996.
    [Theory]
    [InlineData(0.1, 0.3, 0.125)]
    [InlineData(0.1, 0.7, 0.0078125)]
    [InlineData(0.05, 0.15, 0.125)]
    [InlineData(0.1, 0.2999999, 0.25)]
    public void A_drop_comes_when_it_is_due_though_times_are_rounded(double everyEpochs, double epoch, float factor) =>
        LearningRateSchedule.Steps(everyEpochs, factor: 0.5).FactorAt(epoch, 1).Should().Be(factor);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2.5, 0.8681981)]
    [InlineData(5, 0.55)]
    [InlineData(10, 0.1)]
    public void A_cosine_falls_to_its_last_factor(double epoch, float factor) =>
        LearningRateSchedule.Cosine(last: 0.1).FactorAt(epoch, 10).Should().BeApproximately(factor, Rounding);

    [Theory]
    [InlineData(0.5, 0.25)]
    [InlineData(2, 1)]
    [InlineData(6, 0.5)]
    [InlineData(10, 0)]
    public void A_warm_up_comes_before_a_schedule_of_the_remaining_epochs(double epoch, float factor) =>
        LearningRateSchedule.Cosine().WithWarmUp(2).FactorAt(epoch, 10).Should().BeApproximately(factor, Rounding);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.9)]
    [InlineData(3, 0.531441)]
    public void An_exponential_falls_evenly(double epoch, float factor) =>
        LearningRateSchedule.Exponential(0.81).FactorAt(epoch, 10).Should().BeApproximately(factor, Rounding);

    // What PyTorch's OneCycleLR gives with its defaults.
    [Theory]
    [InlineData(0, 0.04)]
    [InlineData(1.5, 0.52)]
    [InlineData(3, 1)]
    [InlineData(6.5, 0.500002)]
    [InlineData(10, 4e-6)]
    public void One_cycle_rises_to_the_rate_and_falls_to_almost_nothing(double epoch, float factor) =>
        LearningRateSchedule.OneCycle().FactorAt(epoch, 10).Should().BeApproximately(factor, Rounding);

    [Fact]
    public void A_warm_up_may_take_all_the_time() =>
        LearningRateSchedule.Cosine().WithWarmUp(4).FactorAt(1, 4).Should().BeApproximately(0.25f, Rounding);

    public static TheoryData<LearningRateSchedule> Schedules => new()
    {
        LearningRateSchedule.Constant, LearningRateSchedule.Steps(2), LearningRateSchedule.Exponential(0.5), LearningRateSchedule.Cosine(),
        LearningRateSchedule.OneCycle(), LearningRateSchedule.Cosine().WithWarmUp(2),
    };

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_time_that_is_none_has_no_factor(LearningRateSchedule schedule)
    {
        foreach (var epoch in (double[])[double.NaN, -0.5, 10.5, double.PositiveInfinity])
        {
            schedule.Invoking(it => it.FactorAt(epoch, 10)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("epoch")
                .WithMessage("A step is between 0 and 10, the number of epochs*");
        }

        foreach (var epochs in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            schedule.Invoking(it => it.FactorAt(0, epochs)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("epochs");
        schedule.FactorAt(0, 10).Should().BeInRange(0, 1);
        schedule.FactorAt(10, 10).Should().BeInRange(0, 1);
    }

    [Fact]
    public void Two_warm_ups_are_one_too_many() => LearningRateSchedule.Cosine().WithWarmUp(2)
        .Invoking(it => it.WithWarmUp(3)).Should().Throw<InvalidOperationException>().WithMessage("*warms up already, for 2 epochs*");

    [Fact]
    public void Impossible_schedules_are_refused()
    {
        FluentActions.Invoking(() => LearningRateSchedule.Steps(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateSchedule.Steps(1, 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateSchedule.Exponential(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateSchedule.OneCycle(rise: 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateSchedule.OneCycle(first: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateSchedule.Cosine(1.1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => LearningRateSchedule.Constant.WithWarmUp(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
