using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Online;
using LiquidNet.Tests.Storage.Models;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

/// <summary>Networks that predict several quantiles of each target value.</summary>
public class QuantileNetworkTests
{
    static readonly SequenceTable Series = Walk(steps: 60);

    static readonly SequenceWindows Windows = SequenceWindows.Of(Series, length: 12).Forecast(["x", "y"], [1, 3]);

    [Fact]
    public void It_learns_below_which_values_targets_lie()
    {
        var random = new Random(5);
        Sequence[] sequences = [.. Enumerable.Range(0, 40).Select(_ => new Sequence(Matrix<float>.Build.Dense(20, 1, 1f))
        {
            Targets = Matrix<float>.Build.Dense(20, 1, (_, _) => 100 + 10 * random.NextSingle()),
        })];
        var set = SequenceSet.Of(sequences);
        var network = LiquidNetwork.Regressor(new GruCell(1, 3), outputs: 1, quantiles: [0.1f, 0.5f, 0.9f]).Standardized(set);
        var trainer = new Trainer(network, new() { Epochs = 60, Optimizer = new Adam(0.02f) });
        trainer.Fit(set);
        network.Forward(sequences[0]).Row(19).ToArray().Zip([101f, 105, 109]).Should()
            .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 0.6f);
        trainer.Evaluate(set).Intervals.Should().ContainSingle().Which.Coverage.Should().BeApproximately(0.8, 0.05);
    }

    [Fact]
    public void Outputs_are_the_quantiles_of_one_target_after_the_other()
    {
        var network = LiquidNetwork.Forecaster(Cell(), Windows, quantiles: [0.025f, 0.5f]);
        network.OutputNames.Should().Equal(
            "x +1 2.5 %", "x +1 50 %", "y +1 2.5 %", "y +1 50 %", "x +3 2.5 %", "x +3 50 %", "y +3 2.5 %", "y +3 50 %");
        network.Quantiles.Should().Equal(0.025f, 0.5f);
        network.ForecastFeatures.Should().Equal(0, 1, 0, 1);
        network.ToString().Should().Contain("quantiles 2.5 %, 50 %");
        LiquidNetwork.Regressor(Cell(), outputs: 2).Quantiles.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_forecaster_adds_a_change_to_the_last_value_for_each_quantile(bool isStandardized)
    {
        var network = Network();
        network = isStandardized ? network.Standardized(Windows) : network;
        network.Parameters["W_out"].Values.Clear();
        float[] changes = [.. Enumerable.Range(0, 12).Select(output => output * 0.1f)];
        changes.CopyTo(network.Parameters["b_out"].Values);
        float[] deviations = isStandardized ? [.. network.Parameters["target.deviation"].Values] : [.. Enumerable.Repeat(1f, 12)];
        deviations.Chunk(3).Should().OnlyContain(ofTarget => ofTarget.Distinct().Count() == 1);
        var sequence = Windows.ToSequence(0);
        var forecast = network.Forward(sequence).Row(0);
        for (var output = 0; output < 12; output++)
        {
            forecast[output].Should().BeApproximately(
                sequence.Values[0, output / 3 % 2] + changes[output] * deviations[output], 2e-3f, "of output {0}", output);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Quantiles_that_cross_are_sorted_in_predictions_alone(int targets)
    {
        float[] crossing = [3, 1, 2, 5, 4];
        var network = LiquidNetwork.Regressor(new GruCell(1, 2), targets, quantiles: [0.1f, 0.3f, 0.5f, 0.7f, 0.9f]);
        network.Parameters["W_out"].Values.Clear();
        float[] bias = [.. crossing, .. crossing.Select(value => 10 * value)];
        bias.AsSpan(0, 5 * targets).CopyTo(network.Parameters["b_out"].Values);
        var sequence = new Sequence(Matrix<float>.Build.Dense(1, 1, 1f));
        float[] sorted = [1, 2, 3, 4, 5, 10, 20, 30, 40, 50];
        network.Forward(sequence).ToRowMajorArray().Should().Equal(sorted[..(5 * targets)]);
        network.OpenStream().Step([1f], 1).ToArray().Should().Equal(sorted[..(5 * targets)]);
        new GradientTape(network) { ReturnLogits = true }.Forward([sequence])[0].ToRowMajorArray().Should().Equal(bias[..(5 * targets)]);
        network.ShouldComeBack();
    }

    [Fact]
    public void Sorting_makes_the_losses_of_a_target_together_no_larger()
    {
        float[] quantiles = [0.1f, 0.5f, 0.9f];
        var random = new Random(2);
        var outputs = Matrix<float>.Build.Dense(50, 3, (_, _) => random.NextSingle() - 0.5f);
        var inner = new LinearReadout(3, 3, seed: 1);
        var (learned, sorted) = (inner.Forward(outputs), new QuantileReadout(inner, quantiles).Forward(outputs));
        var crossings = 0;
        for (var row = 0; row < 50; row++)
        {
            sorted.Row(row).Should().BeInAscendingOrder();
            var target = 2 * random.NextSingle() - 1;
            crossings += Losses(sorted.Row(row), target) < Losses(learned.Row(row), target) - 1e-3 ? 1 : 0;
            Losses(sorted.Row(row), target).Should().BeLessThanOrEqualTo(Losses(learned.Row(row), target) + 1e-5);
        }

        crossings.Should().BeGreaterThan(10);

        double Losses(Vector<float> predictions, float target) => quantiles.Select((quantile, index) => (double)Math.Max(
            quantile * (target - predictions[index]), (1 - quantile) * (predictions[index] - target))).Sum();
    }

    [Fact]
    public void A_loop_of_ones_own_finds_the_gradients_of_a_training()
    {
        var network = Network().Standardized(Windows);
        Sequence[] sequences = [Windows.ToSequence(0), Windows.ToSequence(1)];
        var (found, expected) = (new GradientSet(network.Parameters), new GradientSet(network.Parameters));
        new BackpropagationThroughTime(network, new QuantileLoss(0.1f, 0.5f, 0.9f)).Accumulate(Windows, [0, 1], expected);

        var tape = new GradientTape(network) { ReturnLogits = true };
        var mean = network.Parameters["target.mean"].Values.ToArray();
        var deviation = network.Parameters["target.deviation"].Values.ToArray();
        var logits = tape.Forward(sequences);
        var count = sequences.Sum(sequence => sequence.Targets!.Enumerate().Count(value => !float.IsNaN(value))) * 3f;
        tape.Backward([.. logits.Zip(sequences, (of, sequence) => of.MapIndexed((step, output, logit) =>
        {
            var target = (sequence.Targets![step, output / 3] - mean[output]) / deviation[output];
            var quantile = ((float[])[0.1f, 0.5f, 0.9f])[output % 3];
            return float.IsNaN(target) ? 0 : (logit > target ? 1 - quantile : -quantile) / count;
        }))], found);
        foreach (var (index, parameter) in network.Parameters.Index().Where(of => of.Item.IsTrainable))
        {
            found[index].ToArray().Zip(expected[index].ToArray()).Should()
                .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-5f, "of {0}", parameter.Name);
        }
    }

    [Fact]
    public void A_file_brings_quantiles_and_their_names_back()
    {
        foreach (var network in (LiquidNetwork[])[Network(), Network().Standardized(Windows)])
        {
            var loaded = network.ShouldComeBack();
            loaded.Quantiles.Should().Equal(0.1f, 0.5f, 0.9f);
            loaded.OutputNames.Should().Equal(network.OutputNames).And.Contain("y +3 90 %");
            new Trainer(loaded).Evaluate(Windows).ToString().Should().Be(new Trainer(network).Evaluate(Windows).ToString());
            new Trainer(loaded).Invoking(trainer => trainer.Evaluate(SequenceWindows.Of(Series, 12).Forecast(["y", "x"], [1, 3])))
                .Should().Throw<ArgumentException>().WithMessage("*'y +1'*'x +1'*");
        }
    }

    [Fact]
    public void Learning_on_the_job_takes_one_target_for_all_quantiles()
    {
        var network = LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1, quantiles: [0.25f, 0.75f]);
        network.Parameters["W_out"].Values.Clear();
        var learner = new TruncatedBackpropagation(network, optimizer: new Sgd(0.1f));
        learner.Observe([1f], 1);
        learner.Correct([2f]).Should().BeApproximately((0.25 * 2 + 0.75 * 2) / 2, 1e-6);
        network.Parameters["b_out"].Values.ToArray().Should().Equal(0.0125f, 0.0375f);
        learner.Observe([1f], 1);
        learner.Invoking(it => it.Correct([1f, 2f])).Should().Throw<ArgumentException>().WithMessage("*1 value *2 target values*");
    }

    [Fact]
    public void A_network_of_other_quantiles_cannot_take_over_a_stream()
    {
        var stream = LiquidNetwork.Regressor(Cell(), outputs: 1, quantiles: [0.1f, 0.9f]).OpenStream();
        stream.SwitchTo(LiquidNetwork.Regressor(Cell(), outputs: 1, quantiles: [0.1f, 0.9f]));
        stream.Invoking(it => it.SwitchTo(LiquidNetwork.Regressor(Cell(), outputs: 1, quantiles: [0.2f, 0.8f])))
            .Should().Throw<ArgumentException>().WithMessage("*other quantiles*");
    }

    [Fact]
    public void Losses_and_quantiles_that_do_not_fit_are_refused()
    {
        var (plain, network) = (LiquidNetwork.Forecaster(Cell(), Windows), Network());
        Refused(plain, new QuantileLoss(0.1f, 0.9f)).WithMessage("*10 %, 90 %*one output for each target value*quantiles: [...]*");
        Refused(network, new QuantileLoss(0.1f, 0.9f)).WithMessage("*gives 10 %, 50 %, 90 %*");
        Refused(network, new MeanSquaredError()).WithMessage("*teaches all quantiles*the same*");
        new Trainer(plain, new() { Loss = new QuantileLoss(0.1f) }).Evaluate(Windows).PinballLoss.Should().BePositive();
        FluentActions.Invoking(() => new RidgeRegression().Fit(network, Windows)).Should().Throw<ArgumentException>()
            .WithMessage("*gives quantiles*");
        FluentActions.Invoking(() => new Trainer(LiquidNetwork.Regressor(Cell(), 3, quantiles: [0.1f, 0.9f])).Fit(Windows)).Should()
            .Throw<ArgumentException>().WithMessage("The network has 6 outputs, 2 quantiles of each target value, *4 target values*");

        FluentActions.Invoking(() => LiquidNetwork.Regressor(Cell(), 1, quantiles: [])).Should().Throw<ArgumentException>()
            .WithParameterName("quantiles");
        FluentActions.Invoking(() => new QuantileLoss(0.9f, 0.1f)).Should().Throw<ArgumentException>().WithMessage("*increasing*");
        FluentActions.Invoking(() => new QuantileReadout(new LinearReadout(2, 4), [0.1f, 0.5f, 0.9f])).Should()
            .Throw<ArgumentException>().WithParameterName("readout").WithMessage("*3 quantiles*'linear 4' has 4*");
        FluentActions.Invoking(() => new QuantileReadout(new SoftmaxReadout(2, 3), [0.1f, 0.5f, 0.9f])).Should()
            .Throw<ArgumentException>().WithMessage("*gives Classes*");
        FluentActions.Invoking(() => new QuantileReadout(new QuantileReadout(new LinearReadout(2, 4), [0.1f, 0.9f]), [0.1f, 0.9f])).Should()
            .Throw<ArgumentException>().WithMessage("*quantiles already*");
        FluentActions.Invoking(() => new StandardizedReadout(network.Readout, new float[12], new float[12])).Should()
            .Throw<ArgumentException>().WithParameterName("readout");
        FluentActions.Invoking(() => network.Standardized(new([0, 0], [1, 1]), new(new float[12], [.. Enumerable.Repeat(1f, 12)])))
            .Should().Throw<ArgumentException>().WithMessage("*4 target values*12*");

        static FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Refused(LiquidNetwork network, Loss loss) =>
            FluentActions.Invoking(() => new Trainer(network, new() { Loss = loss }).Evaluate(Windows)).Should().Throw<ArgumentException>();
    }

    static MissingValueCell Cell() => new(2, inputs => new CfcCell(inputs, 5, seed: 1));

    static LiquidNetwork Network() => LiquidNetwork.Forecaster(Cell(), Windows, seed: 2, quantiles: [0.1f, 0.5f, 0.9f]);

    /// <summary>Two levels that wander; the second is not always measured.</summary>
    static SequenceTable Walk(int steps)
    {
        var random = new Random(3);
        var (x, y, rows) = (5.0, -2.0, "x,y\n");
        for (var step = 0; step < steps; step++)
        {
            (x, y) = (x + 4 * random.NextDouble() - 2, y + 2 * random.NextDouble() - 1);
            rows += FormattableString.Invariant($"{x},{(step % 4 == 1 ? "NA" : FormattableString.Invariant($"{y}"))}\n");
        }

        return SequenceTable.ParseCsv(rows);
    }
}
