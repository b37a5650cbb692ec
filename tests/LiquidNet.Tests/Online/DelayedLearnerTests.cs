using LiquidNet.Cells;
using LiquidNet.Online;

namespace LiquidNet.Tests.Online;

/// <summary>Targets that come later teach what they would have taught at once.</summary>
public class DelayedLearnerTests
{
    const int Delay = 3;

    [Fact]
    public void Late_targets_teach_what_they_would_have_taught_in_time()
    {
        var (network, other) = (Network(), Network());
        var readings = Readings.For(network, count: 30);
        var late = new DelayedLearner(new RealTimeRecurrentLearning(network), Delay);
        var losses = new List<double>();
        for (var step = 0; step < readings.Count; step++)
        {
            late.Observe(readings.Inputs[step], readings.Timespans[step]);
            late.IsTargetDue.Should().Be(step >= Delay);
            if (late.IsTargetDue)
                losses.Add(late.Correct(readings.Targets[step - Delay]));
        }

        var inTime = readings.Learn(new RealTimeRecurrentLearning(other));
        losses.Should().Equal(inTime[..^Delay]);
    }

    [Fact]
    public void Predictions_are_made_with_the_newest_parameters()
    {
        var network = Network();
        var readings = Readings.For(network, count: 30);
        var (late, stream) = (new DelayedLearner(new ImmediateDerivative(network), Delay), network.OpenStream());
        for (var step = 0; step < readings.Count; step++)
        {
            stream.Refresh();
            late.Observe(readings.Inputs[step], readings.Timespans[step]).ToArray()
                .Should().Equal(stream.Step(readings.Inputs[step], readings.Timespans[step]).ToArray());
            if (late.IsTargetDue)
                late.Correct(readings.Targets[step]);
        }

        late.Learner.Updates.Should().Be(readings.Count - Delay);
    }

    [Fact]
    public void A_step_allocates_nothing_once_warm()
    {
        var network = Network();
        var readings = Readings.For(network, count: 20);
        var late = new DelayedLearner(new RealTimeRecurrentLearning(network), Delay);
        for (var step = 0; step < 10; step++)
            Step(step);
        Allocations.LeastOf(() => Step(12)).Should().Be(0);

        void Step(int step)
        {
            late.Observe(readings.Inputs[step], readings.Timespans[step]);
            if (late.IsTargetDue)
                late.Correct(readings.Targets[step]);
        }
    }

    [Fact]
    public void After_a_reset_nothing_of_the_stream_before_is_left()
    {
        var network = Network();
        var readings = Readings.For(network, count: 12);
        var late = new DelayedLearner(new RealTimeRecurrentLearning(network) { IsPaused = true }, Delay);
        var first = Run();

        late.Reset();

        Run().Should().Equal(first);

        List<double> Run()
        {
            var seen = new List<double>();
            for (var step = 0; step < readings.Count; step++)
            {
                seen.AddRange(late.Observe(readings.Inputs[step], readings.Timespans[step]).ToArray().Select(value => (double)value));
                if (late.IsTargetDue)
                    seen.Add(late.Correct(readings.Targets[step]));
            }

            return seen;
        }
    }

    [Fact]
    public void A_reading_that_was_taken_is_learned_from_though_its_timespan_would_be_too_long_by_now()
    {
        var cell = new LeakyIntegratorCell(3, 4, timeConstant: 2);
        var late = new DelayedLearner(new ImmediateDerivative(Readings.Network(cell)), delay: 1);
        late.Observe([1, 2, 3], elapsed: 3.9f);
        cell.Parameters["tau"].SetEffectiveValues([1]);
        late.Observe([1, 2, 3], elapsed: 3.9f);
        late.Correct([1, 2]).Should().BePositive();

        late.Observe([1, 2, 3]);

        late.Correct([1, 2]).Should().BePositive("it is that of the second reading");
        late.Invoking(it => it.Observe([1, 2, 3], elapsed: 3.9f)).Should().Throw<ArgumentOutOfRangeException>("it is too long now");
    }

    [Fact]
    public void A_target_before_its_time_is_refused()
    {
        var late = new DelayedLearner(new ImmediateDerivative(Network()), Delay);
        late.Observe([1, 2, 3]);
        late.Invoking(it => it.Correct([1, 2])).Should().Throw<InvalidOperationException>()
            .WithMessage("No target is due: that of the first observation is known 3 observations later, and so far there has been 1. *");
        for (var step = 0; step < Delay; step++)
            late.Observe([1, 2, 3]);
        late.Correct([1, 2]).Should().BePositive();
        late.IsTargetDue.Should().BeFalse("each observation has one target");
        late.Invoking(it => it.Correct([1, 2])).Should().Throw<InvalidOperationException>().WithMessage("There is no observation*");
        late.Reset();
        late.IsTargetDue.Should().BeFalse();
        late.Invoking(it => it.Correct([1, 2])).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new DelayedLearner(late.Learner, delay: -1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_delay_that_no_array_holds_is_refused() =>
        FluentActions.Invoking(() => new DelayedLearner(new ImmediateDerivative(Network()), int.MaxValue))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("delay").WithMessage("*2147483647 readings later*");

    static LiquidNetwork Network() => Readings.Network(new CtRnnCell(3, 5, seed: 1));
}
