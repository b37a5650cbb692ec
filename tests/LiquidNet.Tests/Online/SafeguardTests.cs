using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Training;

namespace LiquidNet.Tests.Online;

/// <summary>A learner that makes a model worse is noticed, and undone.</summary>
public class SafeguardTests
{
    [Fact]
    public void Monitors_find_a_rise_soon_and_nothing_before()
    {
        foreach (var monitor in (DriftMonitor[])[new PageHinkley(), new Adwin()])
        {
            var random = new Random(1);
            for (var step = 0; step < 5000; step++)
                monitor.Add(0.2 + 0.2 * random.NextDouble()).Should().BeFalse($"{monitor.GetType().Name} at step {step} of calm");
            var delay = 0;
            while (!monitor.Add(0.6 + 0.2 * random.NextDouble()))
                delay++;
            delay.Should().BeLessThan(100, monitor.GetType().Name);
        }
    }

    [Fact]
    public void An_adaptive_window_finds_a_fall_too_and_keeps_what_came_after()
    {
        var (window, random) = (new Adwin(), new Random(2));
        for (var step = 0; step < 3000; step++)
            window.Add(0.7 + 0.1 * random.NextDouble());
        window.Mean.Should().BeApproximately(0.75, 0.01);
        for (var step = 0; step < 1000; step++)
            window.Add(0.2 + 0.1 * random.NextDouble());
        window.Mean.Should().BeApproximately(0.25, 0.02);
        window.Length.Should().BeInRange(900, 1100);
    }

    [Fact]
    public void An_adaptive_window_grows_while_nothing_changes()
    {
        var (window, random, found) = (new Adwin(), new Random(3), 0);
        for (var step = 0; step < 100_000; step++)
            found += window.Add(random.NextDouble()) ? 1 : 0;
        found.Should().BeLessThan(5);
        window.Length.Should().BeGreaterThan(10_000);
        Allocations.LeastOf(() => window.Add(0.5)).Should().Be(0);
        window.Reset();
        window.Length.Should().Be(0);
        window.Mean.Should().Be(0);
    }

    [Fact]
    public void A_monitor_that_is_reset_is_as_a_new_one()
    {
        foreach (var (used, fresh) in ((DriftMonitor, DriftMonitor)[])
            [
                (new PageHinkley { Threshold = 3 }, new PageHinkley { Threshold = 3 }), (new Adwin(), new Adwin()),
            ])
        {
            Found(used, seed: 1, count: 777);
            used.Reset();
            Found(used, seed: 2, count: 3_000).Should().Equal(Found(fresh, seed: 2, count: 3_000)).And.NotBeEmpty();
        }

        // Steps at which a change is found, where the mean changes every few hundred.
        static List<int> Found(DriftMonitor monitor, int seed, int count)
        {
            var (random, found) = (new Random(seed), new List<int>());
            for (var step = 0; step < count; step++)
            {
                if (monitor.Add(0.5 * random.NextDouble() + 0.5 * (step / 250 % 2)))
                    found.Add(step);
            }

            return found;
        }
    }

    [Fact]
    public void A_reset_begins_the_comparison_with_the_snapshot_anew()
    {
        var learner = new ImmediateDerivative(OnlineContract.Network()) { LearningRateFactor = 0, Rollback = new(margin: 0, window: 4) };
        var settled = 0f;
        for (var step = 0; step < 50; step++)
            settled = learner.Observe([1, 2])[0];

        learner.Reset();

        for (var step = 0; step < 12; step++)
        {
            learner.Observe([1, 2]);
            learner.Correct([settled]).Should().BePositive();
        }

        learner.Rollbacks.Should().Be(0, "the snapshot has to settle again too");
    }

    [Fact]
    public void A_learner_tells_of_drift_in_its_losses()
    {
        var learner = new ImmediateDerivative(OnlineContract.Network(), new Sgd(1e-6f)) { Drift = new PageHinkley() };
        for (var step = 0; step < 400; step++)
        {
            learner.Observe([1, 0]);
            learner.Correct([step < 200 ? 0 : 3]);
        }

        learner.Drifts.Should().Be(1);
    }

    [Fact]
    public void Parameters_that_have_become_worse_are_put_back()
    {
        var network = OnlineContract.Network();
        var good = new RecursiveLeastSquares(network);
        Learn(good, 500);
        var before = Values(network);
        var learner = new ImmediateDerivative(network, new Sgd(50)) { Clipping = null, Rollback = new(margin: 0.2f, window: 20) };
        Learn(learner, 20);
        learner.Rollbacks.Should().Be(1);
        Values(network).Should().Equal(before);
        Learn(learner, 100);
        learner.Rollbacks.Should().BeGreaterThan(2);
        learner.LearningRate.Should().BeLessThan(50 / 4f);
    }

    [Fact]
    public void A_change_in_what_is_observed_puts_nothing_back()
    {
        var learner = new RecursiveLeastSquares(OnlineContract.Network()) { Forgetting = 0.98, Rollback = new(margin: 0.1f, window: 25) };
        Learn(learner, 500);
        Learn(learner, 500, sign: -1);
        learner.Rollbacks.Should().Be(0);
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        FluentActions.Invoking(() => new Rollback(margin: -1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Rollback(window: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new PageHinkley { Threshold = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Adwin { Delta = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new RecursiveLeastSquares(OnlineContract.Network()) { Forgetting = 0 })
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new RecursiveLeastSquares(OnlineContract.Network()) { Interval = 0 })
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    static void Learn(OnlineLearner learner, int steps, float sign = 1)
    {
        for (var step = 0; step < steps; step++)
        {
            float[] input = [MathF.Sin(0.3f * step), MathF.Cos(0.11f * step)];
            learner.Observe(input);
            learner.Correct([sign * (0.5f * input[0] - 0.3f * input[1])]);
        }
    }

    static float[] Values(LiquidNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    [Fact]
    public void A_learner_that_is_at_work_takes_no_second_call()
    {
        var network = LiquidNetwork.Regressor(new CfcCell(1, 3), outputs: 1);
        var monitor = new CallingMonitor();
        var learner = new ImmediateDerivative(network) { Drift = monitor };
        Action[] calls = [() => learner.Observe([1]), () => learner.Correct([1]), () => learner.Correct(0)];

        foreach (var call in calls)
        {
            monitor.Call = call;
            learner.Observe([1]);
            learner.Invoking(it => it.Correct([2])).Should().Throw<InvalidOperationException>()
                .WithMessage("Another thread is using this learner*");
        }

        monitor.Call = () => { };
        learner.Observe([1]);
        learner.Invoking(it => it.Correct([2])).Should().NotThrow("the call before has ended");
    }

    [Fact]
    public void Nothing_else_comes_between_either()
    {
        var monitor = new CallingMonitor();
        var late = Late(monitor);
        var alone = Late(new CallingMonitor());
        Action[] calls =
        [
            () => late.Observe([3]), () => late.Correct([1]), () => late.Correct(0), late.Reset, () => late.Save(new MemoryStream()),
            late.Learner.Reset, () => late.Learner.Save(new MemoryStream()),
        ];
        foreach (var call in calls)
        {
            monitor.Call = () => call.Should().Throw<InvalidOperationException>().WithMessage("Another thread is using this learner*");
            foreach (var learner in (DelayedLearner[])[late, alone])
            {
                learner.Observe([1]);
                learner.Correct([2]);
            }

            late.Observe([0.5f]).ToArray().Should().Equal(alone.Observe([0.5f]).ToArray(), "the call was refused before it did anything");
        }

        static DelayedLearner Late(CallingMonitor monitor) =>
            new(new ImmediateDerivative(LiquidNetwork.Regressor(new CfcCell(1, 3), outputs: 1)) { Drift = monitor }, delay: 0);
    }

    sealed class CallingMonitor : DriftMonitor
    {
        public Action Call { get; set; } = () => { };

        public override bool Add(double value)
        {
            Call();
            return false;
        }

        public override void Reset()
        {
        }
    }
}
