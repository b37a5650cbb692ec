using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Online;
using LiquidNet.Solvers;
using LiquidNet.Tests.Cells;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Online;

/// <summary>What each rule is exact for.</summary>
public class RuleGradientTests
{
    /// <summary>Relative to the greatest gradient, which rounding in single precision follows.</summary>
    const double Tolerance = 1e-5;

    public static TheoryData<string> Cells { get; } = new(CellCatalog.Names);

    /// <summary>Of so many units that each unfold is gone back through on its own.</summary>
    static readonly Dictionary<string, Func<LiquidCell>> Wide = new()
    {
        ["LTC along a wiring"] = () => new LtcCell(3, new AutoNeuralCircuitPolicy(units: 24, outputs: 3), seed: 1),
        ["LTC, adaptive unfolds"] = () => new LtcCell(3, 24, seed: 1) { Unfolds = UnfoldPolicy.ByStepLength(0.09f, maxCount: 11) },
        ["LTC, explicit constraints"] = () => new LtcCell(2, 16, seed: 1) { Constraints = LtcConstraints.Explicit, Unfolds = 3 },
        ["LTC over gaps"] = () => new MissingValueCell(3, inputs => new LtcCell(inputs, 18, seed: 1) { Unfolds = 2 }),
        ["CT-RNN, unfolds"] = () => new CtRnnCell(3, 18, seed: 1) { Unfolds = 4 },
        ["LSTM"] = () => new LstmCell(3, 7, seed: 1),
    };

    public static TheoryData<string> WideCells { get; } = new(Wide.Keys);

    public static TheoryData<string> BoundedCells { get; } =
        new(CellCatalog.All.Where(recipe => recipe is { Bound: not null, KeepsStateAtZeroTimespan: true }).Select(recipe => recipe.Name));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Real_time_recurrent_learning_equals_backpropagation_through_time(string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 12, CellCatalog.Find(cell).LongestTimespan);
        var expected = ThroughTime(network, readings);
        ShouldAgree(readings.GradientOf(new RealTimeRecurrentLearning(network)), expected);
    }

    [Theory]
    [MemberData(nameof(WideCells))]
    public void Real_time_recurrent_learning_of_many_units_equals_backpropagation_through_time(string cell)
    {
        var network = Readings.Network(Wide[cell]());
        var readings = Readings.For(network, count: 12);
        var expected = ThroughTime(network, readings);
        ShouldAgree(readings.GradientOf(new RealTimeRecurrentLearning(network)), expected);
    }

    [Theory]
    [MemberData(nameof(BoundedCells))]
    public void Real_time_recurrent_learning_goes_over_huge_timespans(string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 8, longest: 1e5f);
        var expected = ThroughTime(network, readings);
        ShouldAgree(readings.GradientOf(new RealTimeRecurrentLearning(network)), expected);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_immediate_derivative_equals_backpropagation_over_one_step(string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 4, CellCatalog.Find(cell).LongestTimespan);
        var expected = OverWindow(network, readings, window: 1);
        ShouldAgree(readings.GradientOf(new ImmediateDerivative(network)), expected);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Truncated_backpropagation_equals_backpropagation_inside_its_window(string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 9, CellCatalog.Find(cell).LongestTimespan);
        var expected = OverWindow(network, readings, window: 4);
        ShouldAgree(readings.GradientOf(new TruncatedBackpropagation(network, window: 4)), expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Influence_on_units_alone_is_exact_where_units_do_not_see_each_other(int unfolds)
    {
        var network = Readings.Network(new RiccatiCell(3, 6, seed: 2) { Unfolds = unfolds });
        var readings = Readings.For(network, count: 20);
        var expected = readings.GradientOf(new RealTimeRecurrentLearning(network, Standstill));
        ShouldAgree(readings.GradientOf(new SnAp1(network, Standstill)), expected);
    }

    [Fact]
    public void Influence_on_units_alone_is_biased_where_they_do_but_less_than_the_immediate_derivative()
    {
        var network = Readings.Network(new LtcCell(3, new AutoNeuralCircuitPolicy(units: 12, outputs: 2), seed: 2) { Unfolds = 3 });
        var readings = Readings.For(network, count: 20);
        var exact = readings.GradientOf(new RealTimeRecurrentLearning(network, Standstill));
        var direct = Distance(readings.GradientOf(new SnAp1(network, Standstill)), exact);
        var immediate = Distance(readings.GradientOf(new ImmediateDerivative(network, Standstill)), exact);
        direct.Should().BeGreaterThan(1e-3).And.BeLessThan(immediate);
    }

    [Fact]
    public void A_loss_in_classes_goes_back_as_in_training()
    {
        var network = LiquidNetwork.Classifier(new CtRnnCell(3, 5, seed: 1), classes: 3, seed: 1);
        var readings = Readings.For(network, count: 7);
        var gradients = new GradientSet(network.Parameters);
        var set = SequenceSet.Of([readings.AsSequence(label: 2)]);
        new BackpropagationThroughTime(network, new SoftmaxCrossEntropy()).Accumulate(set, [0], gradients);
        var expected = Readings.Flat(gradients);

        var learner = new RealTimeRecurrentLearning(network);
        for (var step = 0; step < readings.Count; step++)
            learner.Observe(readings.Inputs[step], readings.Timespans[step]);
        learner.Correct(label: 2);
        ShouldAgree(Readings.Flat(learner.Gradients), expected);
    }

    [Fact]
    public void A_standardised_network_learns_in_its_own_units()
    {
        var network = Readings.Network(new CtRnnCell(3, 4, seed: 1)).Standardized(
            new Standardization([1, 2, 3], [2, 1, 0.5f]), new Standardization([5, -5], [10, 20]));
        var readings = Readings.For(network, count: 6);
        var expected = ThroughTime(network, readings);
        ShouldAgree(readings.GradientOf(new RealTimeRecurrentLearning(network)), expected);
    }

    [Fact]
    public void Influence_that_is_not_finite_any_more_is_forgotten()
    {
        // Without input or bias the state stays zero, while each step multiplies the influence of the bias.
        var network = Readings.Network(new LeakyIntegratorCell(3, 4, timeConstant: 1, seed: 1) { Activation = Activation.Identity });
        network.Parameters["W_hid"].Values.Fill(1e12f);
        var learner = new RealTimeRecurrentLearning(network);
        for (var step = 0; step < 5; step++)
            learner.Observe([0, 0, 0]);
        learner.Correct([1, 1]);
        learner.Updates.Should().Be(1);
    }

    /// <summary>The step that overflows has more unfolds than those after it, which gives them nothing to be forgotten for.</summary>
    [Fact]
    public void Influence_that_was_forgotten_builds_up_again()
    {
        const int Units = 32;
        var (bias, weights) = (Parameter.Vector("b", Units), Parameter.Glorot("W", Units, Units, 1));
        var network = Readings.Network(new FormulaCell(1, Units, (input, state, timespan) =>
            state + timespan * (Exp(input) * (Exp(input) * Tanh(bias)) + Tanh(Affine(weights, state)) - state))
            .With(UnfoldPolicy.ByStepLength(0.1f, maxCount: 8)));
        var (shaken, fresh) = (new RealTimeRecurrentLearning(network, Standstill), new RealTimeRecurrentLearning(network, Standstill));
        shaken.Observe([60], elapsed: 0.8f);
        foreach (var learner in (GradientLearner[])[shaken, fresh])
        {
            for (var step = 0; step < 5; step++)
                learner.Observe([0.5f], elapsed: 0.1f);
        }

        shaken.State.ToArray().Should().Equal(fresh.State.ToArray());
        foreach (var learner in (GradientLearner[])[shaken, fresh])
            learner.Correct([1, 1]);
        Readings.Flat(shaken.Gradients).Should().Equal(Readings.Flat(fresh.Gradients)).And.Contain(value => value != 0);
    }

    static Sgd Standstill { get; } = new(1e-30f);

    static float[] ThroughTime(LiquidNetwork network, Readings readings)
    {
        var gradients = new GradientSet(network.Parameters);
        var set = SequenceSet.Of([readings.AsSequence()]);
        new BackpropagationThroughTime(network, new MeanSquaredError(), threads: 1).Accumulate(set, [0], gradients);
        gradients.KeepTrainable();
        return Readings.Flat(gradients);
    }

    /// <summary>The gradient by the last readings alone, from the state before them.</summary>
    static float[] OverWindow(LiquidNetwork network, Readings readings, int window)
    {
        var stream = network.OpenStream();
        var first = readings.Count - window;
        for (var step = 0; step < first; step++)
            stream.Step(readings.Inputs[step], readings.Timespans[step]);
        var states = Matrix<float>.Build.DenseOfRowArrays(stream.State.ToArray());
        var tape = new GradientTape(network, threads: 1) { ReturnLogits = true };
        var output = tape.Forward([readings.From(first).AsSequence()], states)[0];
        var slopes = Matrix<float>.Build.Dense(window, network.OutputSize);
        for (var at = 0; at < network.OutputSize; at++)
            slopes[window - 1, at] = 2 * (output[window - 1, at] - readings.Targets[^1][at]) / network.OutputSize;
        var gradients = new GradientSet(network.Parameters);
        tape.Backward([slopes], gradients);
        gradients.KeepTrainable();
        return Readings.Flat(gradients);
    }

    static double Distance(float[] actual, float[] expected) =>
        Math.Sqrt(actual.Zip(expected).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));

    static void ShouldAgree(float[] actual, float[] expected)
    {
        actual.Should().HaveCount(expected.Length);
        var scale = expected.Max(Math.Abs);
        scale.Should().BePositive("there has to be a gradient to find");
        for (var index = 0; index < expected.Length; index++)
        {
            var error = Math.Abs(actual[index] - expected[index]) / scale;
            if (!(error <= Tolerance))
                Assert.Fail($"Value {index} of {expected.Length}: {actual[index]} for {expected[index]}, greatest {scale}: {error:g3}.");
        }
    }
}
