using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Tests.Training;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;
using static LiquidNet.Equations.SignalFunctions;

namespace LiquidNet.Tests.Networks;

/// <summary>Networks that take inputs, and give values, in the user's units.</summary>
public class StandardizedTests
{
    /// <summary>Units are taken off and put on again in single precision.</summary>
    const float Close = 2e-5f;

    static readonly int[] Lengths = [6, 2, 9, 6, 4];

    static readonly Standardization Features = new([100, -0.5f], [20, 0.01f]);
    static readonly Standardization Values = new([1_000, 5], [50, 0.1f]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_predicts_in_units_what_the_network_predicts_without(bool isBidirectional)
    {
        var plain = Network(isBidirectional);
        var predictions = plain.Standardized(Features, Values).Forward(InUnits());
        foreach (var (actual, expected) in predictions.Zip(plain.Forward(Plain())))
        {
            actual.EnumerateIndexed().Should().OnlyContain(at => Math.Abs(
                (at.Item3 - Values.Mean[at.Item2]) / Values.StandardDeviation[at.Item2] - expected[at.Item1, at.Item2]) < Close);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_and_gradient_are_those_without_units(bool isBidirectional)
    {
        var plain = Network(isBidirectional);
        var standardized = plain.Standardized(Features, Values);
        int[] batch = [.. Enumerable.Range(0, Plain().Count)];
        var (expected, actual) = (new GradientSet(plain.Parameters), new GradientSet(standardized.Parameters));

        var without = new BackpropagationThroughTime(plain, new MeanSquaredError()).Accumulate(Plain(), batch, expected);
        var with = new BackpropagationThroughTime(standardized, new MeanSquaredError()).Accumulate(InUnits(), batch, actual);

        with.Loss.Should().BeApproximately(without.Loss, 1e-4 * without.Loss);
        with.Count.Should().Be(without.Count);
        new Trainer(standardized).Evaluate(InUnits()).Loss.Should().BeApproximately(without.Loss, 1e-4 * without.Loss);
        for (var index = 0; index < plain.Parameters.Count; index++)
        {
            actual[plain.Parameters[index]].ToArray().Zip(expected[index].ToArray()).Should()
                .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-4f * (1 + Math.Abs(pair.Second)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Errors_are_those_of_predictions_in_the_users_unit(bool isBidirectional)
    {
        var network = Network(isBidirectional).Standardized(Features, Values);
        network.OutputNames = ["power", "pressure"];
        var errors = network.Forward(InUnits())
            .SelectMany((rows, index) => (rows - InUnits().ToSequence(index).Targets!).EnumerateIndexed())
            .ToLookup(at => at.Item2, at => at.Item3);

        var evaluation = new Trainer(network, new() { Loss = new HuberLoss() }).Evaluate(InUnits());

        evaluation.OutputErrors.Select(error => (error.Name, error.Count)).Should()
            .Equal(("power", Lengths.Sum()), ("pressure", Lengths.Sum()));
        foreach (var output in (int[])[0, 1])
        {
            var (error, squares) = (evaluation.OutputErrors[output], errors[output].Average(each => (double)each * each));
            error.MeanSquaredError.Should().BeApproximately(squares, 1e-3 * squares);
            error.RootMeanSquaredError.Should().BeApproximately(Math.Sqrt(squares), 1e-3 * Math.Sqrt(squares));
            error.MeanAbsoluteError.Should().BeApproximately(errors[output].Average(Math.Abs), 1e-3 * error.MeanAbsoluteError);
        }

        evaluation.MeanSquaredError.Should().BeApproximately(evaluation.OutputErrors.Average(error => error.MeanSquaredError), 1e-6);
        evaluation.MeanAbsoluteError.Should().BeApproximately(evaluation.OutputErrors.Average(error => error.MeanAbsoluteError), 1e-6);
        evaluation.ToString().Should().Contain($"{Environment.NewLine}power: mean absolute error ");
    }

    [Theory]
    [InlineData(20, 21)]
    [InlineData(21, 1)]
    public void Errors_of_many_outputs_are_not_printed(int outputs, int lines)
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 3), outputs);
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Random(3, 2, 1)) { Target = new float[outputs] }]);
        var evaluation = new Trainer(network).Evaluate(set);
        evaluation.ToString().Split(Environment.NewLine).Should().HaveCount(lines);
        evaluation.OutputErrors.Should().HaveCount(outputs);
    }

    [Fact]
    public void Once_is_enough() => Network(isBidirectional: false).Standardized(Features, Values)
        .Invoking(network => network.Standardized(Features)).Should().Throw<InvalidOperationException>().WithMessage("*already*");

    [Fact]
    public void It_measures_a_set_and_shares_its_parameters()
    {
        var plain = Network();
        var network = plain.Standardized(InUnits());
        var (features, values) = (Standardization.Fit(InUnits()), Standardization.FitTargets(InUnits()));

        network.Parameters["input.mean"].Values.ToArray().Should().Equal(features.Mean);
        network.Parameters["input.deviation"].Values.ToArray().Should().Equal(features.StandardDeviation);
        network.Parameters["target.mean"].Values.ToArray().Should().Equal(values.Mean);
        network.Parameters["target.deviation"].Values.ToArray().Should().Equal(values.StandardDeviation);
        network.Parameters.Should().Contain(plain.Parameters);
        network.Readout.ToString().Should().Be("linear 2, standardised");
        LiquidNetwork.Classifier(new GruCell(Tasks.Features, 4), 3).Standardized(Tasks.Places(9)).Readout
            .Should().BeOfType<SoftmaxReadout>("labels have no unit");
    }

    [Fact]
    public void Values_need_targets_to_be_scaled_by_and_inputs_alone_are_scaled_by_their_own_figures()
    {
        Sequence[] known = [.. Enumerable.Range(0, Lengths.Length).Select(InUnits().ToSequence)];
        var inputs = SequenceSet.Of(known.Select(sequence => new Sequence(sequence.Values)));
        var labelled = SequenceSet.Of(known.Select(sequence => new Sequence(sequence.Values) { Label = 1 }));

        Network().Invoking(it => it.Standardized(inputs)).Should().Throw<ArgumentException>().WithParameterName("set")
            .WithMessage("*gives values*without targets*Standardized(Standardization.Fit(set))*");
        foreach (var network in (LiquidNetwork[])
            [
                Network().Standardized(Standardization.Fit(inputs)), Network().Standardized(labelled),
                LiquidNetwork.Classifier(new GruCell(2, 3), 2).Standardized(inputs),
            ])
        {
            network.IsStandardized.Should().BeTrue();
            network.Readout.Should().NotBeOfType<StandardizedReadout>("labels have no unit");
        }
    }

    [Fact]
    public void Training_leaves_means_and_deviations_as_they_are()
    {
        var network = Network().Standardized(Features, Values);
        new Trainer(network, new() { Epochs = 3, Optimizer = new Adam(0.01f) { WeightDecay = 0.1f } }).Fit(InUnits());
        network.Parameters["input.mean"].Values.ToArray().Should().Equal(Features.Mean);
        network.Parameters["target.deviation"].Values.ToArray().Should().Equal(Values.StandardDeviation);
    }

    [Fact]
    public void A_stream_predicts_to_the_bit_what_sequences_do()
    {
        var network = Network().Standardized(Features, Values);
        var sequence = InUnits().ToSequence(0);
        var (stream, expected) = (network.OpenStream(), network.Forward(sequence));
        for (var step = 0; step < sequence.Length; step++)
        {
            stream.Step(sequence.Values.Row(step).ToArray(), sequence.Timespans![step]).ToArray()
                .Should().Equal(expected.Row(step));
        }
    }

    [Fact]
    public void Targets_that_are_missing_stay_missing()
    {
        var network = Network().Standardized(Features, Values);
        var known = InUnits().ToSequence(0);
        var gaps = known.Targets!.MapIndexed((step, output, value) => (step + output) % 3 == 0 ? float.NaN : value);
        var set = SequenceSet.Of([new Sequence(known.Values) { Targets = gaps }]);
        var predictions = network.Forward(set)[0];
        var squares = gaps.EnumerateIndexed().Where(at => float.IsFinite(at.Item3))
            .Select(at => Math.Pow((predictions[at.Item1, at.Item2] - at.Item3) / Values.StandardDeviation[at.Item2], 2)).ToArray();

        var evaluation = new Trainer(network).Evaluate(set);
        evaluation.Loss.Should().BeApproximately(squares.Average(), 1e-3 * squares.Average());
        evaluation.OutputErrors.Select(error => error.Count).Should()
            .Equal(Enumerable.Range(0, 2).Select(output => gaps.Column(output).LongCount(float.IsFinite)));
    }

    [Fact]
    public void A_readout_of_ones_own_says_what_losses_compare_with()
    {
        var network = new LiquidNetwork(new GruCell(2, 4, seed: 1), new GrowthReadout(4));
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Random(3, 2, 1)) { Target = [100, 0.01f] }]);
        var (prediction, target) = (network.Forward(set)[0].Row(2), set.ToSequence(0).Target!);
        var expected = Enumerable.Range(0, 2).Average(output => Math.Pow(Math.Log(prediction[output]) - Math.Log(target[output]), 2));

        var evaluation = new Trainer(network).Evaluate(set);
        evaluation.Loss.Should().BeApproximately(expected, 1e-4 * expected);
        evaluation.OutputErrors.Zip(target.Zip(prediction)).Should().OnlyContain(each =>
            Math.Abs(each.First.MeanAbsoluteError - Math.Abs(each.Second.First - each.Second.Second)) < 1e-4 * each.Second.First);

        var negative = SequenceSet.Of([new Sequence(Matrix<float>.Build.Random(3, 2, 1)) { Target = [100, -2] }]);
        new Trainer(network).Invoking(it => it.Fit(negative)).Should().Throw<ArgumentException>()
            .WithMessage("Sequence 0, *the readout makes NaN of target value -2*");
    }

    [Fact]
    public void A_unit_that_is_trained_is_seen_as_it_is_at_each_batch_and_each_evaluation()
    {
        var network = new LiquidNetwork(new GruCell(2, 4, seed: 1), new ScaledReadout(4));
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Random(3, 2, 1)) { Target = [100, -30] }]);
        var (trainer, steps) = (new Trainer(network), new BackpropagationThroughTime(network, new MeanSquaredError()));
        foreach (var scale in (float[])[2, 0.5f])
        {
            network.Parameters["scale"].SetEffectiveValues([scale, 3 * scale]);
            var errors = network.Forward(set)[0].Row(2).Zip(set.ToSequence(0).Target!, (actual, target) => actual - target).ToArray();
            var loss = (Math.Pow(errors[0] / scale, 2) + Math.Pow(errors[1] / (3 * scale), 2)) / 2;

            steps.Accumulate(set, [0], new GradientSet(network.Parameters)).Loss.Should().BeApproximately(loss, 1e-4 * loss);
            var evaluation = trainer.Evaluate(set);
            evaluation.Loss.Should().BeApproximately(loss, 1e-4 * loss);
            evaluation.OutputErrors.Zip(errors).Should().OnlyContain(each =>
                Math.Abs(each.First.MeanAbsoluteError - Math.Abs(each.Second)) < 1e-4 * Math.Abs(each.Second));
        }
    }

    [Fact]
    public void What_losses_compare_with_has_no_parameters_of_its_own() =>
        FluentActions.Invoking(() => new LiquidNetwork(new GruCell(2, 4), new OneSidedReadout(4))).Should()
            .Throw<InvalidOperationException>().WithMessage("*OneSidedReadout*'scale'*predictions do not*");

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var network = Network();
        var one = new Standardization([0], [1]);
        network.Invoking(it => it.Standardized(Features, one)).Should().Throw<ArgumentException>().WithMessage("*each of 2*are 1*");
        network.Invoking(it => it.Standardized(one)).Should().Throw<ArgumentException>().WithMessage("*each of 2*are 1*");
        network.Invoking(it => it.Standardized(Tasks.Places(3))).Should().Throw<ArgumentException>().WithMessage("*time x 2*time x 3*");
        Tasks.Classifier().Invoking(it => it.Standardized(Standardization.Fit(Tasks.Places(3)), new([0, 0, 0], [1, 1, 1])))
            .Should().Throw<ArgumentException>().WithMessage("*softmax 3*Classes*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_standardised_network_is_not_standardised_again(bool readsBothDirections)
    {
        var features = new Standardization([0, 1], [1, 2]);
        var network = readsBothDirections
            ? LiquidNetwork.Classifier(new Bidirectional(new CfcCell(2, 4, seed: 1), new CfcCell(2, 4, seed: 2)), classes: 3)
            : LiquidNetwork.Classifier(new CfcCell(2, 4, seed: 1), classes: 3);
        network.IsStandardized.Should().BeFalse();

        var standardized = network.Standardized(features);

        standardized.IsStandardized.Should().BeTrue();
        standardized.Invoking(it => it.Standardized(features)).Should().Throw<InvalidOperationException>()
            .WithMessage("*standardised already*");
    }

    [Fact]
    public void A_readout_in_the_users_unit_is_not_standardised_again()
    {
        var readout = new StandardizedReadout(new LinearReadout(4, 2, seed: 1), [0, 0], [1, 1]);
        var network = new LiquidNetwork(new CfcCell(2, 4, seed: 1), readout);
        network.Invoking(it => it.Standardized(InUnits())).Should().Throw<InvalidOperationException>()
            .WithMessage("*standardised already*");
        network.Standardized(Features).Parameters.TryGet("input.mean", out _).Should().BeTrue();
    }

    [Fact]
    public void Names_are_one_for_each_number_and_go_where_the_network_goes()
    {
        var network = Network();
        network.FeatureNames.Should().BeEmpty();
        (network.FeatureNames, network.OutputNames) = (["a", "b"], ["up", "down"]);
        network.Threads = 2;
        var other = network.Standardized(Features);
        other.Threads.Should().Be(2);
        other.FeatureNames.Should().Equal("a", "b");
        other.OutputNames.Should().Equal("up", "down");
        network.Invoking(it => it.FeatureNames = ["a"]).Should().Throw<ArgumentException>().WithMessage("*feature*2*are 1*");
        network.Invoking(it => it.FeatureNames = ["a", "a"]).Should().Throw<ArgumentException>().WithMessage("*feature 1 is 'a'*twice*");
        network.Invoking(it => it.OutputNames = ["a", " "]).Should().Throw<ArgumentException>().WithMessage("*output 1 is ' '*empty*");
        network.Invoking(it => it.OutputNames = [null!, "b"]).Should().Throw<ArgumentException>().WithMessage("*output 0*");
        network.Invoking(it => it.OutputNames = null!).Should().Throw<ArgumentNullException>();
        network.FeatureNames.Should().Equal("a", "b");
    }

    [Fact]
    public void Names_of_a_set_are_checked_before_it_is_measured()
    {
        var read = 0;
        var network = LiquidNetwork.Regressor(new CfcCell(3, 4, seed: 1), outputs: 1, seed: 1);
        network.Invoking(it => it.Standardized(new TwiceNamedSet(() => read++))).Should().Throw<ArgumentException>()
            .WithParameterName("set").WithMessage("The name of feature 2 is 'x'; names must not be empty, nor occur twice.*");
        read.Should().Be(0);
    }

    static LiquidNetwork Network(bool isBidirectional = false) => isBidirectional
        ? LiquidNetwork.Regressor(new Bidirectional(new CfcCell(2, 4, seed: 1), new GruCell(2, 3, seed: 2)), outputs: 2, seed: 1)
        : LiquidNetwork.Regressor(new CfcCell(2, 4, seed: 1), outputs: 2, seed: 1);

    static SequenceSet Plain() => Set((value, _) => value, (value, _) => value);

    static SequenceSet InUnits() => Set(
        (value, feature) => Features.Mean[feature] + Features.StandardDeviation[feature] * value,
        (value, output) => Values.Mean[output] + Values.StandardDeviation[output] * value);

    static SequenceSet Set(Func<float, int, float> ofFeature, Func<float, int, float> ofValue)
    {
        var random = new Random(1);
        return SequenceSet.Of(Lengths.Select(length => new Sequence(Of(length, ofFeature))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())],
            Targets = Of(length, ofValue),
        }));

        Matrix<float> Of(int length, Func<float, int, float> inUnits) =>
            Matrix<float>.Build.Dense(length, 2, (_, column) => inUnits(2 * random.NextSingle() - 1, column));
    }

    /// <summary>Scales targets, and forgets to scale predictions.</summary>
    sealed class OneSidedReadout(int size) : Readout(size, size)
    {
        readonly Parameter scale = Parameter.Vector("scale", size, initial: 2);

        public override Signal Logits(Signal output) => output;

        public override Signal Targets(Signal targets) => targets / scale;
    }

    /// <summary>Gives values in a unit that it learns.</summary>
    sealed class ScaledReadout(int inputSize) : Readout(inputSize, 2)
    {
        readonly Parameter weights = Parameter.Glorot("W_out", inputSize, 2, seed: 1);
        readonly Parameter scale = Parameter.Positive("scale", 2, initial: 1);

        public override Signal Logits(Signal output) => Affine(weights, output);

        public override Signal Predictions(Signal logits) => scale * logits;

        public override Signal Targets(Signal targets) => targets / scale;
    }

    /// <summary>Predicts what grows by factors, and learns it in logarithms.</summary>
    sealed class GrowthReadout(int inputSize) : Readout(inputSize, 2)
    {
        readonly Parameter weights = Parameter.Glorot("W_out", inputSize, 2, seed: 1);

        public override Signal Logits(Signal output) => Affine(weights, output);

        public override Signal Predictions(Signal logits) => Exp(logits);

        public override Signal Targets(Signal targets) => Log(targets);
    }
}
