using LiquidNet.Cells;
using LiquidNet.Online;
using LiquidNet.Training;

namespace LiquidNet.Tests.Online;

/// <summary>A change in the data is found once, in any unit, and a learner can follow it faster.</summary>
public class DriftTests
{
    const int Calm = 2_000;
    const int Changed = 3_000;

    static readonly Dictionary<string, Func<Random, double>> Losses = new()
    {
        ["wrong or right"] = random => random.NextDouble() < 0.1 ? 1 : 0,
        ["squared errors"] = random => Normal(random) * Normal(random),
        ["heavy tails"] = random => Math.Pow(Math.Log(1 - random.NextDouble()), 2),
    };

    public static TheoryData<string, string, double> Streams
    {
        get
        {
            var data = new TheoryData<string, string, double>();
            foreach (var monitor in (string[])[nameof(Adwin), nameof(PageHinkley)])
            {
                foreach (var losses in Losses.Keys)
                {
                    foreach (var unit in (double[])[1, 1e-4, 1e6])
                        data.Add(monitor, losses, unit);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void One_lasting_change_is_one_report_in_any_unit(string name, string losses, double unit)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var (monitor, random, found) = (Monitor(name), new Random(seed), new List<int>());
            for (var step = 0; step < Calm + Changed; step++)
            {
                var loss = Math.Abs(Losses[losses](random));
                if (monitor.Add(unit * (step < Calm ? loss : 9 * loss + 3)))
                    found.Add(step);
            }

            found.Should().ContainSingle($"seed {seed}").Which.Should().BeInRange(Calm, Calm + 400);
        }
    }

    [Fact]
    public void Numbers_that_are_all_the_same_are_no_change()
    {
        foreach (var name in (string[])[nameof(Adwin), nameof(PageHinkley)])
        {
            var monitor = Monitor(name);
            for (var step = 0; step < Calm; step++)
                monitor.Add(0.1).Should().BeFalse();
            monitor.Invoking(it => it.Add(double.NaN)).Should().Throw<ArgumentException>().WithMessage("*finite*");
            monitor.Invoking(it => it.Add(double.PositiveInfinity)).Should().Throw<ArgumentException>();
            monitor.Add(0.1).Should().BeFalse("what was refused left no trace");
        }
    }

    /// <summary>To Adwin, losses of a learner that follows rise and fall again: two changes or, if it is quick, none.</summary>
    [Theory]
    [InlineData(nameof(Adwin), true)]
    [InlineData(nameof(PageHinkley), true)]
    [InlineData(nameof(PageHinkley), false)]
    public void A_target_that_changes_its_sign_is_one_change(string monitor, bool isPaused)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var learner = new RecursiveLeastSquares(Network()) { Forgetting = 0.99, Drift = Monitor(monitor) };
            Learn(learner, 600, sign: 1, seed);
            learner.IsPaused = isPaused;
            learner.Drifts.Should().Be(0);
            Learn(learner, 1_000, sign: -1, seed + 100);
            learner.Drifts.Should().Be(1, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1e6)]
    public void An_outlier_is_no_change_and_hides_none(double outlier)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var (monitor, random, found) = (new PageHinkley(), new Random(seed), new List<int>());
            for (var step = 0; step < 2_400; step++)
            {
                if (monitor.Add(step == 1_000 ? outlier : Normal(random) + (step < 2_000 ? 0 : 3)))
                    found.Add(step);
            }

            found.Should().ContainSingle($"seed {seed}").Which.Should().BeInRange(2_000, 2_100);
        }
    }

    [Fact]
    public void With_a_response_least_squares_follow_a_change_at_once()
    {
        var (following, counting) = (Learner(new()), Learner(null));
        foreach (var learner in (OnlineLearner[])[following, counting])
        {
            Learn(learner, 1_000, sign: 1, seed: 1);
            Learn(learner, 200, sign: -1, seed: 2);
            learner.Drifts.Should().Be(1);
        }

        var (followed, still) = (Learn(following, 100, sign: -1, seed: 3), Learn(counting, 100, sign: -1, seed: 3));
        followed.Should().BeLessThan(still / 20);

        static OnlineLearner Learner(DriftResponse? response) =>
            new RecursiveLeastSquares(Network()) { Drift = new PageHinkley(), DriftResponse = response };
    }

    [Fact]
    public void With_a_response_the_learning_rate_rises_and_falls_back()
    {
        var learner = new ImmediateDerivative(Network(), new Sgd(1e-5f))
        {
            Drift = new PageHinkley(),
            DriftResponse = new(learningRateFactor: 8, window: 3),
        };
        Learn(learner, 500, sign: 1, seed: 1);
        learner.LearningRate.Should().Be(1e-5f);
        while (learner.Drifts == 0)
            Learn(learner, 1, sign: -9, seed: 2);
        foreach (var factor in (float[])[8, 4, 2, 1, 1])
        {
            learner.LearningRate.Should().BeApproximately(factor * 1e-5f, 1e-10f);
            Learn(learner, 1, sign: -9, seed: 3);
        }
    }

    [Fact]
    public void A_file_keeps_the_response_and_how_far_it_has_gone()
    {
        var learner = new ImmediateDerivative(Network(), new Sgd(1e-5f))
        {
            Drift = new Adwin(),
            DriftResponse = new(learningRateFactor: 8, window: 30),
        };
        Learn(learner, 500, sign: 1, seed: 1);
        while (learner.Drifts == 0)
            Learn(learner, 1, sign: -9, seed: 2);
        Learn(learner, 7, sign: -9, seed: 3);
        var file = new MemoryStream();
        learner.Save(file);
        file.Position = 0;
        var loaded = (ImmediateDerivative)OnlineLearner.Load(file);
        loaded.DriftResponse.Should().Be(learner.DriftResponse);
        loaded.LearningRate.Should().Be(learner.LearningRate).And.BeGreaterThan(2e-5f);
        Learn(loaded, 100, sign: 1, seed: 4).Should().Be(Learn(learner, 100, sign: 1, seed: 4));
    }

    [Fact]
    public void A_response_to_nothing_is_refused()
    {
        var learner = new ImmediateDerivative(Network()) { DriftResponse = new() };
        learner.Observe([1, 2]);
        learner.Invoking(it => it.Correct([1])).Should().Throw<InvalidOperationException>().WithMessage("*give Drift one*");
        learner.Updates.Should().Be(0);
    }

    [Fact]
    public void A_response_outside_its_range_is_refused()
    {
        FluentActions.Invoking(() => new DriftResponse(learningRateFactor: 0.5f)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new DriftResponse(learningRateFactor: float.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new DriftResponse(window: 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Two_learners_of_one_network_do_not_overwrite_each_other_unnoticed()
    {
        var network = Network();
        var (first, second) = (new RecursiveLeastSquares(network), new ImmediateDerivative(network));
        Learn(first, 5, sign: 1, seed: 1);
        Learn(second, 5, sign: 1, seed: 2);
        var values = network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).ToArray();
        first.Invoking(it => Learn(it, 1, sign: 1, seed: 3)).Should().Throw<InvalidOperationException>().WithMessage("Another learner*");
        network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Should().Equal(values);
        Learn(second, 5, sign: 1, seed: 4);
        first.IsPaused = true;
        Learn(first, 1, sign: 1, seed: 5).Should().BePositive("a learner that moves nothing disturbs nobody");
        first.IsPaused = false;
        first.Reset();
        Learn(first, 5, sign: 1, seed: 6);
        second.Invoking(it => Learn(it, 1, sign: 1, seed: 7)).Should().Throw<InvalidOperationException>();
    }

    static DriftMonitor Monitor(string name) => name == nameof(Adwin) ? new Adwin() : new PageHinkley();

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CtRnnCell(2, 8, seed: 1), outputs: 1, seed: 1);

    /// <summary>Learns a noisy sum.</summary>
    /// <returns>The mean loss.</returns>
    static double Learn(OnlineLearner learner, int steps, float sign, int seed)
    {
        var (random, sum) = (new Random(seed), 0.0);
        for (var step = 0; step < steps; step++)
        {
            float[] input = [(float)Normal(random), (float)Normal(random)];
            learner.Observe(input);
            sum += learner.Correct([sign * (0.5f * input[0] - 0.3f * input[1]) + 0.1f * (float)Normal(random)]);
        }

        return sum / steps;
    }

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
