using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Online;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Online;

/// <summary>A rollback keeps a learner from harm, and does not stand in the way of learning.</summary>
public class RollbackTests
{
    const int Window = 200;

    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void On_a_stationary_task_few_windows_are_undone_and_the_learner_ends_at_least_as_well(int seed)
    {
        var guarded = new ImmediateDerivative(Network(seed)) { Rollback = new() };
        var (without, with) = (Learn(new ImmediateDerivative(Network(seed)), seed, 100), Learn(guarded, seed, 100));
        guarded.Rollbacks.Should().BeInRange(1, 12, "of 100 windows");
        with.TakeLast(20).Average().Should().BeLessThan(without.TakeLast(20).Average());
        guarded.LearningRate.Should().BeLessThan(guarded.Optimizer.LearningRate);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_learner_with_an_absurd_rate_ends_no_worse_than_frozen(int seed)
    {
        var frozen = Learn(new ImmediateDerivative(Network(seed)) { IsPaused = true }, seed, 60);
        foreach (var optimizer in (Optimizer[])[new Sgd(50), new Sgd(50) { Momentum = 0.9f }, new Adam(5), new RmsProp(1)])
        {
            var learner = new ImmediateDerivative(Network(seed), optimizer) { Clipping = null, Rollback = new() };
            var losses = Learn(learner, seed, 60);
            losses.TakeLast(20).Average().Should().BeLessThan(1.2 * frozen.TakeLast(20).Average(), $"{optimizer}");
            learner.Rollbacks.Should().BeGreaterThan(3);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1.1, false)]
    [InlineData(0.9, false)]
    [InlineData(0.7, true)]
    public void A_loss_that_may_be_negative_is_compared_alike(double factor, bool isWorse)
    {
        var network = Network(seed: 1);
        var (loss, stream) = (new OnlineLoss(network, new ShiftedError()), new StreamStep(network.Model));
        var guard = new RollbackGuard(network, new(margin: 0.2f, window: 1), loss, moments: []);
        loss.Take([1]);
        stream.Advance([0.3f, -0.2f], elapsed: 1);
        guard.Observe(stream);
        var still = loss.Compare(stream.Logits);
        still.Should().BeNegative();
        guard.Correct(factor * still, stream).Should().Be(isWorse);
    }

    /// <summary>As the logarithm of a density can be.</summary>
    sealed class ShiftedError : ElementwiseLoss
    {
        protected override (float Loss, float Slope) Compare(float prediction, float target, int output) =>
            ((prediction - target) * (prediction - target) - 5, 2 * (prediction - target));
    }

    [Fact]
    public void The_rate_is_halved_by_a_rollback_and_doubles_within_32_windows_without_one()
    {
        var network = Network(seed: 1);
        var (loss, stream) = (new OnlineLoss(network, new MeanSquaredError()), new StreamStep(network.Model));
        var guard = new RollbackGuard(network, new(window: 1), loss, moments: []);
        loss.Take([1]);
        var rates = Enumerable.Repeat(double.PositiveInfinity, 2).Concat(Enumerable.Repeat(0.0, 70)).Select(value =>
        {
            guard.Observe(stream);
            guard.Correct(value, stream).Should().Be(value > 0);
            return guard.Rate;
        }).ToArray();

        rates[..2].Should().Equal(0.5f, 0.25f);
        rates[1 + 16].Should().BeApproximately(0.25f * MathF.Sqrt(2), 1e-5f);
        rates[1 + 32].Should().BeApproximately(0.5f, 1e-5f);
        rates[1 + 65].Should().Be(1);
        rates[^1].Should().Be(1);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_undone_at_once_however_long_the_window()
    {
        var network = Network(seed: 1);
        var (loss, stream) = (new OnlineLoss(network, new MeanSquaredError()), new StreamStep(network.Model));
        var guard = new RollbackGuard(network, new(window: 1_000), loss, moments: []);
        loss.Take([1]);
        guard.Observe(stream);
        guard.Correct(0, stream).Should().BeFalse();
        guard.Observe(stream);
        guard.Correct(double.PositiveInfinity, stream).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_delayed_learner_is_put_back_with_the_readings_that_wait_for_targets(int seed)
    {
        var network = Network(seed);
        var delayed = new DelayedLearner(
            new ImmediateDerivative(network, new Sgd(50)) { Clipping = null, Rollback = new(window: 10) }, delay: 3);
        var (random, inputs) = (new Random(seed), new List<float[]>());
        while (delayed.Learner.Rollbacks == 0)
        {
            inputs.Add([random.NextSingle(), random.NextSingle()]);
            delayed.Observe(inputs[^1]);
            if (delayed.IsTargetDue)
                delayed.Correct([1]);
        }

        var stream = network.OpenStream();
        stream.Reset(delayed.Learner.State);
        foreach (var input in inputs.TakeLast(3))
            stream.Step(input);
        delayed.Observe([0.5f, 0.5f]).ToArray().Should().Equal(stream.Step([0.5f, 0.5f]).ToArray());
    }

    [Fact]
    public void What_was_carried_to_the_state_that_is_undone_is_forgotten()
    {
        var network = Network(seed: 1);
        var learner = new RealTimeRecurrentLearning(network, new Sgd(0.1f)) { Rollback = new(margin: 0, window: 2) };
        for (var step = 0; step < 6; step++)
            learner.Observe([0.3f, -0.8f]);
        learner.Correct([2]);
        learner.Observe([0.3f, -0.8f]);
        learner.Correct([-2]);
        learner.Rollbacks.Should().Be(1, "the first target has taught the opposite of the second");

        var before = Matrix<float>.Build.DenseOfRowArrays(learner.State.ToArray());
        learner.LearningRateFactor = 0;
        learner.Observe([0.5f, 0.2f]);
        learner.Correct([2]);

        var (tape, expected) = (new GradientTape(network, threads: 1) { ReturnLogits = true }, new GradientSet(network.Parameters));
        var output = tape.Forward([new Sequence(Matrix<float>.Build.Dense(1, 2, [0.5f, 0.2f]))], before)[0];
        tape.Backward([2 * (output - 2)], expected);
        Readings.Flat(learner.Gradients).Zip(Readings.Flat(expected)).Should()
            .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-4f * (1 + Math.Abs(pair.Second)), "it is that of one step");
    }

    [Fact]
    public void While_it_is_paused_a_learner_predicts_and_watches_and_moves_nothing()
    {
        var network = Network(seed: 1);
        var learner = new RealTimeRecurrentLearning(network) { IsPaused = true, Drift = new PageHinkley { Threshold = 1 } };
        var before = Values(network);
        Learn(learner, seed: 1, windows: 1).Should().OnlyContain(loss => loss > 0);
        Values(network).Should().Equal(before);
        learner.Updates.Should().Be(0);
        learner.Drifts.Should().BePositive();
        var resumed = new RealTimeRecurrentLearning(Network(seed: 1)) { LearningRateFactor = 0 };
        Learn(resumed, seed: 1, windows: 1);
        (learner.IsPaused, resumed.LearningRateFactor) = (false, 1);
        learner.Observe([1, 2]);
        resumed.Observe([1, 2]);
        learner.Correct([1]).Should().Be(resumed.Correct([1]));
        Readings.Flat(learner.Gradients).Should().Equal(Readings.Flat(resumed.Gradients), "the influence has gone on");
        Values(network).Should().NotEqual(before);
    }

    [Fact]
    public void A_rate_can_be_scheduled()
    {
        var learner = new ImmediateDerivative(Network(seed: 1), new Sgd(0.2f)) { LearningRateFactor = 0.5f };
        learner.LearningRate.Should().Be(0.1f);
        learner.Invoking(it => it.LearningRateFactor = -1).Should().Throw<ArgumentOutOfRangeException>();
        var before = Values(learner.Network);
        learner.LearningRateFactor = 0;
        Learn(learner, seed: 1, windows: 1);
        Values(learner.Network).Should().Equal(before);
    }

    /// <summary>Of two numbers at each step, what the first ones say now and said before is to be added.</summary>
    /// <returns>The mean loss of each window.</returns>
    internal static double[] Learn(OnlineLearner learner, int seed, int windows)
    {
        var (random, last) = (new Random(seed), 0f);
        return [.. Enumerable.Range(0, windows).Select(_ => Enumerable.Range(0, Window).Average(_ => Loss()))];

        double Loss()
        {
            float[] input = [2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1];
            learner.Observe(input);
            var loss = learner.Correct([input[0] + 0.8f * last]);
            last = input[0];
            return loss;
        }
    }

    internal static LiquidNetwork Network(int seed) => LiquidNetwork.Regressor(new CfcCell(2, 16, seed: seed), outputs: 1, seed);

    static float[] Values(LiquidNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
}
