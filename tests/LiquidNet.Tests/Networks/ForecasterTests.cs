using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Tests.Storage.Models;
using LiquidNet.Training;
using LiquidNet.Wirings;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

/// <summary>Networks that add what they have learned to the last known value.</summary>
public class ForecasterTests
{
    /// <summary>Values of up to a thousand, standardised and back in single precision.</summary>
    const float Close = 2e-3f;

    /// <summary>Two levels far from zero that wander; the second is not always measured.</summary>
    static readonly SequenceTable Series = Walk(steps: 60);

    static readonly SequenceWindows Windows = SequenceWindows.Of(Series, length: 12).Forecast(["x", "y"], [1, 3]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_learns_nothing_is_persistence(bool isStandardized)
    {
        var network = Network();
        network = isStandardized ? network.Standardized(Windows) : network;
        Forget(network);
        var expected = Persistence.Evaluate(Windows);
        var evaluation = new Trainer(network).Evaluate(Windows);
        foreach (var (actual, persistence) in evaluation.OutputErrors.Zip(expected.OutputErrors))
        {
            actual.Should().BeEquivalentTo(persistence, options => options
                .Using<double>(pair => pair.Subject.Should().BeApproximately(pair.Expectation, Close)).WhenTypeIs<double>());
        }
    }

    [Fact]
    public void A_loss_of_one_is_that_of_persistence()
    {
        var network = Network().Standardized(Windows);
        network.Parameters["target.deviation"].Values.ToArray().Zip(Persistence.Evaluate(Windows).OutputErrors).Should()
            .OnlyContain(pair => Math.Abs(pair.First - pair.Second.RootMeanSquaredError) < 1e-4);
        network.Parameters["target.mean"].Values.ToArray().Should().Equal(Standardization.FitTargets(Windows).Mean);
        Forget(network);
        new Trainer(network).Evaluate(Windows).Loss.Should().BeApproximately(1, 1e-3);
    }

    [Fact]
    public void Each_output_goes_on_from_its_feature_and_takes_its_name()
    {
        var network = Network();
        network.ForecastFeatures.Should().Equal(0, 1, 0, 1);
        network.OutputNames.Should().Equal("x +1", "y +1", "x +3", "y +3");
        network.FeatureNames.Should().Equal("x", "y");
        network.Standardized(Windows).ForecastFeatures.Should().Equal(0, 1, 0, 1);
        network.Cell.StateSize.Should().Be(Cell().StateSize + 2, "a feature is remembered once");
        LiquidNetwork.Regressor(Cell(), 4).ForecastFeatures.Should().BeEmpty();

        var turned = LiquidNetwork.Forecaster(new GruCell(4, 3), [3, 1, 2, 3]);
        Forget(turned);
        turned.Forward(Matrix<float>.Build.Dense(1, 4, [0, 1, 2, 3])).ToRowMajorArray().Should().Equal(3, 1, 2, 3);
    }

    [Fact]
    public void What_is_missing_counts_as_it_was_last_known_and_before_as_the_mean()
    {
        var plain = LiquidNetwork.Forecaster(Cell(), [1, 0]);
        var standardized = plain.Standardized(new([500, 7], [20, 2]), new([3, 3], [4, 5]));
        Forget(plain);
        var values = Matrix<float>.Build.DenseOfRows([[float.NaN, 1], [2, float.NaN], [float.NaN, float.NaN], [4, 5]]);
        plain.Forward(values).ToRowMajorArray().Should().Equal(1, 0, 1, 2, 1, 2, 5, 4);
        standardized.Forward(values).ToRowMajorArray().Zip([1, 500f, 1, 2, 1, 2, 5, 4]).Should()
            .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-4f);

        LiquidNetwork.Forecaster(new GruCell(2, 3), [0]).Invoking(network => network.Forward(values)).Should()
            .Throw<ArgumentException>("the cell does not know what to do with a gap").WithMessage("*MissingValueCell*");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_the_last_value_and_what_a_regressor_would_give(bool isRagged)
    {
        var (features, targets) = (new Standardization([500, -200], [9, 8]), new Standardization([40, 30, 20, 10], [2, 3, 4, 5]));
        var network = Network().Standardized(features, targets);
        var regressor = LiquidNetwork.Regressor(Cell(), outputs: 4, seed: 2).Standardized(features, targets);
        Sequence[] sequences = [.. ((int[])[9, isRagged ? 4 : 9]).Select((length, index) =>
            new Sequence(Windows.ToSequence(index).Values.SubMatrix(0, length, 0, 2)))];
        foreach (var ((values, forecast), change) in sequences.Zip(network.Forward(sequences)).Zip(regressor.Forward(sequences)))
        {
            var last = new float[2];
            features.Mean.ToArray().CopyTo(last, 0);
            for (var step = 0; step < values.Length; step++)
            {
                for (var output = 0; output < 4; output++)
                {
                    var seen = values.Values[step, output % 2];
                    last[output % 2] = float.IsNaN(seen) ? last[output % 2] : seen;
                    forecast[step, output].Should().BeApproximately(
                        last[output % 2] + change[step, output] - targets.Mean[output], Close, "of step {0}", step);
                }
            }
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        const float step = 1e-2f;
        var network = Network(seed: 5).Standardized(Windows);
        var training = new BackpropagationThroughTime(network, new MeanSquaredError());
        var (found, ignored) = (new GradientSet(network.Parameters), new GradientSet(network.Parameters));
        int[] all = [.. Enumerable.Range(0, Windows.Count)];
        training.Accumulate(Windows, all, found);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsTrainable && !parameter.IsPositive))
        {
            var at = parameter.Values.Length / 2;
            var slope = (LossAt(parameter, at, step) - LossAt(parameter, at, -step)) / (2 * step);
            found[parameter][at].Should().BeApproximately((float)slope, 2e-3f * (1 + (float)Math.Abs(slope)), "of {0}", parameter.Name);
        }

        double LossAt(Parameter parameter, int at, float change)
        {
            var before = parameter.Values[at];
            parameter.Values[at] += change;
            var loss = training.Accumulate(Windows, all, ignored).Loss;
            parameter.Values[at] = before;
            return loss;
        }
    }

    [Fact]
    public void A_gradient_tape_gives_the_gradients_of_training()
    {
        var windows = SequenceWindows.Of(Series, length: 12).Forecast("x");
        var network = LiquidNetwork.Forecaster(Cell(), windows, seed: 3);
        var (tape, training) = (new GradientTape(network), new BackpropagationThroughTime(network, new MeanSquaredError()));
        var (actual, expected) = (new GradientSet(network.Parameters), new GradientSet(network.Parameters));
        training.Accumulate(windows, [0], expected);
        var sequence = windows.ToSequence(0);
        tape.Backward([(tape.Forward([sequence])[0] - sequence.Targets!) * (2f / sequence.Length)], actual);
        for (var index = 0; index < network.Parameters.Count; index++)
        {
            actual[index].ToArray().Zip(expected[index].ToArray()).Should()
                .OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-4f * (1 + Math.Abs(pair.Second)));
        }
    }

    [Fact]
    public void Streams_and_pools_forecast_what_whole_sequences_do()
    {
        var network = Network().Standardized(Windows);
        var values = Windows.ToSequence(1).Values;
        var expected = network.Forward(values);
        var (stream, pool, pooled) = (network.OpenStream(), new StreamPool<int>(network), new float[4]);
        for (var step = 0; step < values.RowCount; step++)
        {
            var reading = values.Row(step).ToArray();
            pool.Step([7], reading, [1f], pooled);
            foreach (var outputs in (float[][])[stream.Step(reading, 1).ToArray(), pooled])
            {
                outputs.Zip(expected.Row(step)).Should()
                    .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Close, "of step {0}", step);
            }
        }
    }

    [Fact]
    public void It_comes_back_from_a_file_and_knows_what_it_goes_on_from()
    {
        foreach (var network in (LiquidNetwork[])[Network(), Network().Standardized(Windows)])
        {
            var loaded = network.ShouldComeBack();
            loaded.ForecastFeatures.Should().Equal(0, 1, 0, 1);
            loaded.Invoking(network => network.Standardized(Windows)).Should().Throw<InvalidOperationException>();
        }

        Network().ToBytes().ToNetwork().Invoking(network => network.Standardized(Windows)).Should().Throw<InvalidOperationException>()
            .WithMessage("*forecasts from last values*standardise the network before it is saved*");
        LiquidNetwork.Regressor(Cell(), 4).ShouldComeBack().ForecastFeatures.Should().BeEmpty();
    }

    [Fact]
    public void Unfolds_may_follow_the_timespan()
    {
        var wiring = new AutoNeuralCircuitPolicy(units: 7, outputs: 2);
        var cell = new LtcCell(2, wiring) { Unfolds = UnfoldPolicy.ByStepLength(0.3f, 6) };
        var network = LiquidNetwork.Forecaster(cell, [1]);
        Forget(network);
        var sequence = new Sequence(Matrix<float>.Build.DenseOfRows([[1, 2], [3, 4], [5f, 6]])) { Timespans = [0, 1, 0.5f] };
        network.Forward(sequence).ToRowMajorArray().Should().Equal(2, 4, 6);
    }

    [Fact]
    public void Values_after_the_last_step_go_on_from_it()
    {
        Sequence[] sequences = [.. ((float[])[3, 5]).Select(change => new Sequence(Matrix<float>.Build.DenseOfRows([[1], [10f]]))
        {
            Target = [10 + change],
        })];
        var network = LiquidNetwork.Forecaster(new GruCell(1, 3), [0]).Standardized(SequenceSet.Of(sequences));
        network.Parameters["target.deviation"].Values[0].Should().BeApproximately(MathF.Sqrt((9 + 25) / 2f), 1e-5f);
    }

    [Fact]
    public void Where_nothing_changes_values_keep_their_own_deviation()
    {
        var table = SequenceTable.ParseCsv("x,y\n5,NA\n5,1\n5,NA\n5,3\n");
        var windows = SequenceWindows.Of(table, length: 1).Forecast(["x", "y"], [1]);
        var cell = new MissingValueCell(2, inputs => new GruCell(inputs, 3));
        LiquidNetwork.Forecaster(cell, windows).Standardized(windows).Parameters["target.deviation"].Values.ToArray().Should()
            .Equal([1, 1], "x never moves, and of y no value is known before; its values, 1 and 3, deviate by 1");
    }

    [Fact]
    public void What_cannot_be_forecast_is_refused()
    {
        FluentActions.Invoking(() => LiquidNetwork.Forecaster(Cell(), [])).Should().Throw<ArgumentException>()
            .WithParameterName("features");
        FluentActions.Invoking(() => LiquidNetwork.Forecaster(Cell(), [0, 2])).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("features").WithMessage("*between 0 and 1 but is 2*");
        FluentActions.Invoking(() => LiquidNetwork.Forecaster(Cell(), SequenceWindows.Of(Series, 12))).Should()
            .Throw<ArgumentException>().WithParameterName("windows").WithMessage("*no forecast*");
        FluentActions.Invoking(() => LiquidNetwork.Forecaster(new GruCell(3, 4), Windows)).Should().Throw<ArgumentException>()
            .WithParameterName("windows").WithMessage("*[time x 3]*[time x 2]*");
        var both = LiquidNetwork.Regressor(new Bidirectional(new GruCell(2, 3), new GruCell(2, 3)), outputs: 1);
        FluentActions.Invoking(() => LiquidNetwork.Forecaster(both.Cell, [0])).Should().Throw<ArgumentException>()
            .WithParameterName("cell").WithMessage("*reads each sequence from its end*");
        Network().Invoking(network => network.Standardized(SequenceWindows.Of(Series, 12).Forecast(["y", "x"], [1, 3])))
            .Should().Throw<ArgumentException>("it forecasts other columns").WithParameterName("set");
    }

    static MissingValueCell Cell() => new(2, inputs => new CfcCell(inputs, 5, seed: 1));

    static LiquidNetwork Network(int seed = 2) => LiquidNetwork.Forecaster(Cell(), Windows, seed);

    /// <summary>Takes away what the readout would add.</summary>
    static void Forget(LiquidNetwork network)
    {
        network.Parameters["W_out"].Values.Clear();
        network.Parameters["b_out"].Values.Clear();
    }

    static SequenceTable Walk(int steps)
    {
        var random = new Random(3);
        var (x, y, rows) = (500.0, -200.0, "x,y\n");
        for (var step = 0; step < steps; step++)
        {
            (x, y) = (x + 4 * random.NextDouble() - 2, y + 2 * random.NextDouble() - 1);
            rows += FormattableString.Invariant($"{x},{(step % 4 == 1 ? "NA" : FormattableString.Invariant($"{y}"))}\n");
        }

        return SequenceTable.ParseCsv(rows);
    }
}
