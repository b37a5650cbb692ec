using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Training;
using LiquidNet.Wirings;

namespace LiquidNet.Tests.Online;

/// <summary>What every rule promises.</summary>
public class OnlineContract
{
    static readonly Dictionary<string, Func<LiquidNetwork, OnlineLearner>> Rules = new()
    {
        ["immediate"] = network => new ImmediateDerivative(network),
        ["truncated"] = network => new TruncatedBackpropagation(network, window: 5),
        ["real-time"] = network => new RealTimeRecurrentLearning(network),
        ["direct"] = network => new SnAp1(network),
        ["least squares"] = network => new RecursiveLeastSquares(network),
        ["guarded"] = network => new ImmediateDerivative(network) { Rollback = new(window: 3), Drift = new Adwin() },
    };

    public static TheoryData<string> Names { get; } = new(Rules.Keys);

    public static TheoryData<string, string> NamesAndCells
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var rule in Rules.Keys)
            {
                foreach (var cell in (string[])["LTC, adaptive unfolds", "CfC, Default, Torch", "Riccati", "LTC over gaps, 3 unfolds"])
                    data.Add(rule, cell);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndCells))]
    public void Predictions_are_those_of_a_stream(string rule, string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 6);
        var (learner, stream) = (Rules[rule](network), network.OpenStream());
        for (var step = 0; step < readings.Count; step++)
        {
            learner.Observe(readings.Inputs[step], readings.Timespans[step]).ToArray()
                .Should().Equal(stream.Step(readings.Inputs[step], readings.Timespans[step]).ToArray());
            learner.State.ToArray().Should().Equal(stream.State.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndCells))]
    public void A_step_allocates_nothing_once_warm(string rule, string cell)
    {
        var network = Readings.Network(cell);
        var readings = Readings.For(network, count: 10);
        var learner = Rules[rule](network);
        Observe(0);
        Allocations.LeastOf(() =>
        {
            for (var step = 1; step < readings.Count; step++)
                Observe(step);
        }).Should().Be(0);
        learner.Updates.Should().BePositive();

        void Observe(int step)
        {
            learner.Observe(readings.Inputs[step], readings.Timespans[step]);
            learner.Correct(readings.Targets[step]);
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndCells))]
    public void The_same_readings_give_the_same_bits(string rule, string cell)
    {
        Weights(1).Should().Equal(Weights(2));

        float[] Weights(int times)
        {
            var network = Readings.Network(cell);
            var (learner, readings) = (Rules[rule](network), Readings.For(network, count: 12));
            for (var time = 1; time < times; time++)
                readings.Learn(Rules[rule](Readings.Network(cell)));
            readings.Learn(learner);
            return Values(network);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Learning_lowers_the_loss(string rule)
    {
        var network = Network();
        var (learner, frozen) = (Rules[rule](network), network.OpenStream());
        var losses = new List<(double Learned, double Frozen)>();
        for (var step = 0; step < 2000; step++)
        {
            float[] input = [MathF.Sin(0.3f * step), MathF.Cos(0.11f * step)];
            var target = 0.5f * input[0] - 0.3f * input[1] + 0.2f;
            learner.Observe(input, 0.5f);
            losses.Add((learner.Correct([target]), Math.Pow(frozen.Step(input, 0.5f)[0] - target, 2)));
        }

        losses.TakeLast(200).Average(loss => loss.Learned).Should().BeLessThan(0.1 * losses.Average(loss => loss.Frozen));
        learner.Updates.Should().Be(2000);
        learner.RefusedUpdates.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_observation_takes_one_target_or_none(string rule)
    {
        var learner = Rules[rule](Network());
        Correct(1).Should().Throw<InvalidOperationException>("nothing was observed");
        learner.Observe([1, 2]);
        learner.Observe([1, 2]);
        Correct(1).Should().NotThrow("the first target never came");
        Correct(1).Should().Throw<InvalidOperationException>("it has had its target");
        learner.Observe([1, 2]);
        Correct(float.PositiveInfinity).Should().Throw<ArgumentException>();
        learner.Invoking(it => it.Correct([1, 2])).Should().Throw<ArgumentException>().WithMessage("*1 value but got 2 target values*");
        learner.Invoking(it => it.Correct(0)).Should().Throw<InvalidOperationException>("the network gives values");
        Correct(1).Should().NotThrow("what is refused leaves the observation as it is");
        learner.Reset();
        Correct(1).Should().Throw<InvalidOperationException>();

        Action Correct(float target) => () => learner.Correct([target]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_refused_leaves_the_stream_as_it_was(string rule)
    {
        var learner = Rules[rule](Network());
        learner.Observe([1, 2]);
        var state = learner.State.ToArray();
        learner.Invoking(it => it.Observe([1])).Should().Throw<ArgumentException>().WithMessage("*2 numbers but got 1*");
        learner.Invoking(it => it.Observe([1, float.NaN])).Should().Throw<ArgumentException>();
        learner.Invoking(it => it.Observe([1, 2], -1)).Should().Throw<ArgumentOutOfRangeException>();
        learner.State.ToArray().Should().Equal(state);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_target_that_is_not_known_teaches_nothing(string rule)
    {
        var network = Network();
        var learner = Rules[rule](network);
        var before = Values(network);
        learner.Observe([1, 2]);
        learner.Correct([float.NaN]).Should().Be(double.NaN);
        Values(network).Should().Equal(before);
        learner.Updates.Should().Be(0);
        learner.RefusedUpdates.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_several_targets_those_that_are_known_count_but_least_squares_need_them_all(string rule)
    {
        var network = Readings.Network(new CtRnnCell(2, 6, seed: 1), outputs: 3);
        var learner = Rules[rule](network);
        var before = network.Parameters["W_out"].Matrix;
        var (first, second) = (before.Column(0).ToArray(), before.Column(1).ToArray());
        var prediction = learner.Observe([1, 2])[0];
        learner.Correct([prediction + 2, float.NaN, float.NaN]).Should().BeApproximately(4, 1e-5, "it is the mean over what is known");
        network.Parameters["W_out"].Matrix.Column(0).SequenceEqual(first).Should().Be(learner is RecursiveLeastSquares);
        network.Parameters["W_out"].Matrix.Column(1).ToArray().Should().Equal(second);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_correction_that_is_not_finite_moves_nothing(string rule)
    {
        var network = Network();
        var learner = Rules[rule](network);
        learner.Observe([1, 2]);
        learner.Correct([0.5f]);
        var before = Values(network);
        learner.Observe([1, 2]);
        learner.Correct([3e38f]);
        learner.RefusedUpdates.Should().Be(1, "the square of the error is more than single precision holds");
        Values(network).Should().Equal(before);
        learner.Observe([1, 2]);
        double.IsFinite(learner.Correct([0.5f])).Should().BeTrue();
    }

    [Fact]
    public void A_step_to_infinity_is_not_taken()
    {
        var network = Network();
        var learner = new ImmediateDerivative(network, new Sgd(3e38f)) { Clipping = null };
        var before = Values(network);
        learner.Observe([1, 2]);
        learner.Correct([1e5f]);
        learner.RefusedUpdates.Should().Be(1);
        Values(network).Should().Equal(before);
    }

    [Fact]
    public void A_single_update_is_bounded()
    {
        var network = Network();
        var before = Values(network);
        var learner = new RealTimeRecurrentLearning(network, new Sgd(0.1f)) { Clipping = GradientClipping.ByNorm(0.5f) };
        learner.Observe([1, 2]);
        learner.Correct([1e6f]);
        var moved = Math.Sqrt(Values(network).Zip(before).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
        moved.Should().BeInRange(1e-3, 0.1 * 0.5 * 1.0001);
    }

    [Fact]
    public void Parameters_keep_their_constraints()
    {
        var wiring = new AutoNeuralCircuitPolicy(units: 8, outputs: 2);
        var network = Readings.Network(new LtcCell(2, wiring, seed: 1) { Constraints = LtcConstraints.Explicit }, outputs: 1);
        Readings.For(network, count: 50).Learn(new RealTimeRecurrentLearning(network, new Sgd(1)));
        foreach (var parameter in network.Parameters.Where(parameter => parameter.Projection is not null))
        {
            var values = parameter.Values.ToArray();
            parameter.Project();
            parameter.Values.ToArray().Should().Equal(values, $"of {parameter}");
        }
    }

    [Fact]
    public void Parameters_that_are_not_trained_stay()
    {
        var network = Network();
        network.Parameters["b_out"].IsTrainable = false;
        Readings.For(network, count: 5).Learn(new RealTimeRecurrentLearning(network));
        network.Parameters["b_out"].Values.ToArray().Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void What_is_not_trained_takes_nothing_of_an_update()
    {
        var network = Network();
        network.Parameters["W_out"].IsTrainable = false;
        var before = Values(network);
        var learner = new RealTimeRecurrentLearning(network, new Sgd(0.1f)) { Clipping = GradientClipping.ByNorm(0.01f) };
        learner.Observe([1, 2]);
        learner.Correct([5]);
        var moved = Math.Sqrt(Values(network).Zip(before).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
        moved.Should().BeApproximately(0.1 * 0.01, 1e-5, "the length is that of the gradient that is gone down");
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("real-time")]
    [InlineData("direct")]
    public void After_a_reset_gradients_are_those_of_a_new_learner(string rule)
    {
        var network = Network();
        var (used, fresh) = ((GradientLearner)Rules[rule](network), (GradientLearner)Rules[rule](network));
        (used.LearningRateFactor, fresh.LearningRateFactor) = (0, 0);
        var readings = Readings.For(network, count: 8);
        readings.Learn(used);

        used.Reset();

        readings.From(6).GradientOf(used).Should().Equal(readings.From(6).GradientOf(fresh)).And.Contain(value => value != 0);
    }

    [Fact]
    public void A_label_weighs_what_its_class_does()
    {
        var network = LiquidNetwork.Classifier(new CtRnnCell(2, 3, seed: 1), classes: 2);
        var learner = new ImmediateDerivative(network, loss: new SoftmaxCrossEntropy { ClassWeights = [1, 0] });
        var before = Values(network);
        learner.Observe([1, 2]);
        learner.Correct(label: 1).Should().Be(0);
        Values(network).Should().Equal(before);
        learner.Observe([1, 2]);
        learner.Correct(label: 0).Should().BePositive();
        learner.Observe([1, 2]);
        learner.Invoking(it => it.Correct(label: 2)).Should().Throw<ArgumentOutOfRangeException>();
        learner.Invoking(it => it.Correct([1, 2])).Should().Throw<InvalidOperationException>()
            .WithMessage("SoftmaxCrossEntropy compares with a label, not with 2 target values: give Correct the class, an int.");
    }

    [Fact]
    public void A_label_that_is_not_known_teaches_nothing_and_the_stream_goes_on()
    {
        var (network, other) = (Classifier(), Classifier());
        var (learner, told) = (new RealTimeRecurrentLearning(network), new RealTimeRecurrentLearning(other));
        learner.Observe([1, 2]);
        told.Observe([1, 2]);
        learner.Correct(Sequence.MissingLabel).Should().Be(double.NaN);
        learner.Observe([2, 1]);
        told.Observe([2, 1]);
        (learner.Updates, learner.RefusedUpdates).Should().Be((0, 0));
        Values(network).Should().Equal(Values(other));
        learner.Correct(Sequence.MissingLabel).Should().Be(double.NaN);
        learner.Correct(label: 1).Should().Be(told.Correct(label: 1), "a label may still become known");
        Values(network).Should().Equal(Values(other));

        var delayed = new DelayedLearner(new ImmediateDerivative(Classifier()), delay: 1);
        delayed.Observe([1, 2]);
        delayed.Observe([1, 2]);
        delayed.Correct(Sequence.MissingLabel).Should().Be(double.NaN);
        delayed.Learner.Updates.Should().Be(0);
        learner.Observe([1, 2]);
        learner.Invoking(it => it.Correct(label: -2)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*-1 for one that is not known*");

        static LiquidNetwork Classifier() => LiquidNetwork.Classifier(new CtRnnCell(2, 3, seed: 1), classes: 2, seed: 1);
    }

    [Fact]
    public void A_whole_number_is_a_label_and_no_value()
    {
        var learner = new ImmediateDerivative(Network());
        learner.Observe([1, 2]);
        learner.Invoking(it => it.Correct(1)).Should().Throw<InvalidOperationException>()
            .WithMessage("1 is a label, and MeanSquaredError compares with target values: write Correct([1]) for a value.");
    }

    [Fact]
    public void Networks_that_cannot_learn_so_are_refused()
    {
        var both = LiquidNetwork.Regressor(new Bidirectional(new CtRnnCell(2, 3), new CtRnnCell(2, 3)), outputs: 1);
        foreach (var create in (Func<object>[])
        [
            () => new ImmediateDerivative(both), () => new StreamPool<int>(both), () => new LearnerPool<int>(both),
        ])
        {
            create.Should().Throw<ArgumentException>().WithParameterName("network")
                .WithMessage("'CT-RNN in both directions' reads each sequence from its end too, and a stream has none yet*");
        }

        var leastSquares = () => new RecursiveLeastSquares(new LiquidNetwork(new CtRnnCell(2, 3), new IdentityReadout(3)));
        leastSquares.Should().Throw<ArgumentException>().WithMessage("*LinearReadout*");
        var classes = () => new RecursiveLeastSquares(LiquidNetwork.Classifier(new CtRnnCell(2, 3), classes: 2));
        classes.Should().Throw<ArgumentException>().WithParameterName("network")
            .WithMessage("Least squares learn values on the job, but readout * predicts Classes. *");
        foreach (var ofClasses in (Func<OnlineLearner>[])
        [
            () => new SnAp1(Network(), loss: new SoftmaxCrossEntropy()),
            () => new RealTimeRecurrentLearning(Network(), loss: new SoftmaxCrossEntropy()),
            () => new ImmediateDerivative(Network(), loss: new SoftmaxCrossEntropy()),
            () => new TruncatedBackpropagation(Network(), window: 2, loss: new SoftmaxCrossEntropy()),
        ])
        {
            ofClasses.Should().Throw<ArgumentException>().WithMessage("SoftmaxCrossEntropy chooses one of several*'linear 1'*one value*");
        }

        var window = () => new TruncatedBackpropagation(Network(), window: 0);
        window.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_reset_begins_a_new_stream_with_the_parameters_as_they_are()
    {
        var network = Network();
        var learner = new RealTimeRecurrentLearning(network);
        var readings = Readings.For(network, count: 4);
        var first = readings.Learn(learner);
        learner.Reset();
        learner.State.ToArray().Should().OnlyContain(value => value == 0);
        network.Parameters["W_out"].Values.Clear();
        network.Parameters["b_out"].Values.Fill(0.7f);
        learner.Reset();
        learner.Observe(readings.Inputs[0]).ToArray().Should().Equal(0.7f);
        first.Should().HaveCount(4);
    }

    internal static LiquidNetwork Network() => Readings.Network(new CtRnnCell(2, 6, seed: 1), outputs: 1);

    static float[] Values(LiquidNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
}
