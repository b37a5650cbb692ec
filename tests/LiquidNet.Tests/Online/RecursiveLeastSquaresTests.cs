using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Online;
using LiquidNet.Tests.Equations.Support;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Online;

/// <summary>Least squares step by step are those of the whole past.</summary>
public class RecursiveLeastSquaresTests
{
    const int Units = 5;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.98)]
    public void It_equals_least_squares_over_all_targets_with_the_bias(double forgetting)
    {
        var network = Network();
        var readings = Readings.For(network, count: 400);
        var initial = Solution(network);
        var features = Features(readings);
        var learner = new RecursiveLeastSquares(network) { Forgetting = forgetting };
        readings.Learn(learner);
        ShouldAgree(Solution(network), Batch(features, readings, initial, forgetting, ridge: 1 / learner.InitialCovariance));
    }

    [Fact]
    public void Only_every_nth_target_counts()
    {
        var network = Network();
        var readings = Readings.For(network, count: 90);
        var initial = Solution(network);
        var features = Features(readings);
        var learner = new RecursiveLeastSquares(network) { Interval = 3 };
        readings.Learn(learner);
        learner.Updates.Should().Be(30, "the others teach nothing");
        var taken = Enumerable.Range(0, 30).Select(index => 3 * index).ToArray();
        var some = new Readings(
            [.. taken.Select(at => readings.Inputs[at])],
            [.. taken.Select(at => readings.Timespans[at])],
            [.. taken.Select(at => readings.Targets[at])]);
        ShouldAgree(Solution(network), Batch([.. taken.Select(at => features[at])], some, initial, 1, 1 / learner.InitialCovariance));
    }

    [Fact]
    public void A_target_with_a_missing_value_is_not_counted()
    {
        var network = Network();
        var target = new float[network.OutputSize];
        target[^1] = float.NaN;
        var learner = new RecursiveLeastSquares(network);
        learner.Observe(new float[network.InputSize]);
        learner.Correct(target).Should().BeGreaterThanOrEqualTo(0);
        (learner.Updates, learner.RefusedUpdates).Should().Be((0, 0));
    }

    [Theory]
    [InlineData(5e-324)]
    [InlineData(1e-7)]
    public void Forgetting_so_much_that_nothing_is_left_is_refused(double forgetting)
    {
        FluentActions.Invoking(() => new RecursiveLeastSquares(Network()) { Forgetting = forgetting })
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("Forgetting must be between 1E-06 and 1 *");
        FluentActions.Invoking(() => new LearnerPool<int>(Network()) { Forgetting = forgetting })
            .Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void The_least_forgetting_goes_on_for_ever()
    {
        var network = Network();
        var readings = Readings.For(network, count: 1000);
        var learner = new RecursiveLeastSquares(network) { Forgetting = 1e-6 };
        readings.Learn(learner).Should().OnlyContain(loss => double.IsFinite(loss));
        (learner.Updates, learner.RefusedUpdates).Should().Be((1000, 0));
    }

    [Fact]
    public void The_cell_stays_as_it_is()
    {
        var network = Network();
        var before = network.Cell.Parameters.SelectMany(parameter => parameter.Values.ToArray()).ToArray();
        Readings.For(network, count: 30).Learn(new RecursiveLeastSquares(network));
        network.Cell.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Should().Equal(before);
    }

    [Fact]
    public void Forgetting_without_excitation_does_not_wind_up()
    {
        var network = Network();
        var learner = new RecursiveLeastSquares(network) { Forgetting = 0.9 };
        Readings.For(network, count: 50).Learn(learner);
        for (var step = 0; step < 100_000; step++)
        {
            learner.Observe([0, 0, 0]);
            learner.Correct([0.3f, -0.3f]);
        }

        var losses = Readings.For(network, count: 200, seed: 9).Learn(learner);
        losses.Should().OnlyContain(loss => loss < 50, "the first surprise after silence throws no weight far away");
        learner.RefusedUpdates.Should().Be(0);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public void An_input_that_nothing_excites_keeps_no_other_from_being_forgotten(double initial)
    {
        var network = LiquidNetwork.Regressor(
            new FormulaCell(1, 3, (input, state, _) => Concatenate(input, Tanh(input), 0 * Slice(state, 2, 1))), outputs: 1);
        var (learner, random) = (new RecursiveLeastSquares(network) { Forgetting = 0.99, InitialCovariance = initial }, new Random(1));
        foreach (var sign in (int[])[1, -1, 1])
        {
            var errors = 0.0;
            for (var step = 0; step < 3000; step++)
            {
                var x = 2 * random.NextSingle() - 1;
                learner.Observe([x]);
                errors += step < 2000 ? 0 * learner.Correct([sign * x]) : learner.Correct([sign * x]);
            }

            (errors / 1000).Should().BeLessThan(1e-6, "the target is linear in what is read out");
        }

        learner.State[^1].Should().Be(0);
    }

    [Fact]
    public void A_correction_that_is_refused_leaves_the_covariance_too()
    {
        var (network, other) = (Network(), Network());
        var (learner, undisturbed) = (new RecursiveLeastSquares(network), new RecursiveLeastSquares(other));
        foreach (var it in (RecursiveLeastSquares[])[learner, undisturbed])
            Readings.For(it.Network, count: 50).Learn(it);
        learner.Observe([1, 1, 1]);
        undisturbed.Observe([1, 1, 1]);
        learner.Correct(Enumerable.Repeat(-3.4e38f, network.OutputSize).ToArray());
        learner.RefusedUpdates.Should().Be(1);
        float[] prediction = [];
        foreach (var it in (RecursiveLeastSquares[])[learner, undisturbed])
        {
            it.Observe([0.3f, 0, -1]);
            it.Correct(new float[network.OutputSize]);
            var next = it.Observe([1, -1, 0]).ToArray();
            (prediction.Length == 0 ? next : prediction).Should().Equal(next);
            prediction = next;
        }
    }

    [Fact]
    public void Weights_written_by_others_are_taken_over()
    {
        var network = Network();
        var learner = new RecursiveLeastSquares(network);
        var readings = Readings.For(network, count: 20);
        readings.Learn(learner);
        network.Parameters["b_out"].Values.Fill(5);
        learner.Reset();
        learner.Observe(readings.Inputs[0]);
        learner.Correct(readings.Targets[0]).Should().BeGreaterThan(9, "the bias is far away");
        learner.Observe(readings.Inputs[1]);
        learner.Correct(readings.Targets[1]).Should().BeLessThan(4, "one target has told it so");
    }

    [Fact]
    public void A_reset_takes_over_what_the_output_of_the_cell_is_made_with()
    {
        var scale = Parameter.Positive("scale", 1, initial: 1);
        var network = LiquidNetwork.Regressor(
            new FormulaCell(1, 1, (input, _, _) => 2 * input, state => scale * state, outputSize: 1), outputs: 1);
        var learner = new RecursiveLeastSquares(network);
        Learn();
        network.Parameters["W_out"].Values[0].Should().BeApproximately(3, 1e-2f);

        scale.SetEffectiveValues([4]);
        learner.Reset();

        Learn();
        network.Parameters["W_out"].Values[0].Should().BeApproximately(3 / 4f, 1e-2f, "what is read out is four times as large");

        void Learn()
        {
            for (var step = 0; step < 100; step++)
            {
                learner.Observe([MathF.Sin(step)]);
                learner.Correct([6 * MathF.Sin(step)]);
            }
        }
    }

    [Fact]
    public void A_standardised_readout_is_solved_in_its_own_units()
    {
        var network = Network().Standardized(
            new LiquidNet.Data.Standardization([0, 0, 0], [1, 1, 1]), new LiquidNet.Data.Standardization([100, -100], [10, 10]));
        var learner = new RecursiveLeastSquares(network);
        for (var step = 0; step < 50; step++)
        {
            learner.Observe([0.1f, 0.2f, MathF.Sin(step)]);
            learner.Correct([107, -95]);
        }

        learner.Observe([0.1f, 0.2f, 0])[0].Should().BeApproximately(107, 0.05f);
    }

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CtRnnCell(3, Units, seed: 1), outputs: 2, seed: 1);

    /// <summary>The states after each reading, and a 1 for the bias.</summary>
    static double[][] Features(Readings readings)
    {
        var stream = Network().OpenStream();
        var features = new double[readings.Count][];
        for (var step = 0; step < readings.Count; step++)
        {
            stream.Step(readings.Inputs[step], readings.Timespans[step]);
            features[step] = [.. stream.State.ToArray().Select(value => (double)value), 1];
        }

        return features;
    }

    /// <summary>Ridge regression towards the initial weights, in double.</summary>
    static Matrix<double> Batch(double[][] features, Readings readings, Matrix<double> initial, double forgetting, double ridge)
    {
        var start = Math.Pow(forgetting, readings.Count) * ridge;
        var normal = Matrix<double>.Build.DenseDiagonal(Units + 1, start);
        var right = start * initial;
        for (var step = 0; step < readings.Count; step++)
        {
            var weight = Math.Pow(forgetting, readings.Count - 1 - step);
            var x = Vector<double>.Build.Dense(features[step]);
            var target = Vector<double>.Build.Dense(Array.ConvertAll(readings.Targets[step], value => (double)value));
            normal += weight * x.OuterProduct(x);
            right += weight * x.OuterProduct(target);
        }

        return normal.Solve(right);
    }

    static Matrix<double> Solution(LiquidNetwork network) => Matrix<double>.Build.Dense(Units + 1, 2, (row, output) =>
        row < Units ? network.Parameters["W_out"].Values[output * Units + row] : network.Parameters["b_out"].Values[output]);

    static void ShouldAgree(Matrix<double> actual, Matrix<double> expected) =>
        (actual - expected).Enumerate().Max(Math.Abs).Should().BeLessThan(1e-5 * (1 + expected.Enumerate().Max(Math.Abs)));

    [Fact]
    public void A_target_of_which_a_value_is_missing_teaches_nothing()
    {
        var network = Network();
        var learner = new RecursiveLeastSquares(network);
        Readings.For(network, count: 20).Learn(learner);
        var before = Solution(network);
        learner.Observe([0.1f, 0.2f, 0.3f]);
        learner.Correct([float.NaN, 1]);
        Solution(network).Equals(before).Should().BeTrue();
    }

    [Fact]
    public void A_reading_that_is_refused_leaves_the_last_one_to_be_corrected()
    {
        var learner = new RecursiveLeastSquares(Network());
        learner.Observe([0.1f, 0.2f, 0.3f]);
        learner.Invoking(refused => refused.Observe([1])).Should().Throw<ArgumentException>();
        learner.Invoking(refused => refused.Observe([1, 2, 3], elapsed: -1)).Should().Throw<ArgumentOutOfRangeException>();
        learner.Correct([1, 2]).Should().BePositive();
    }
}
