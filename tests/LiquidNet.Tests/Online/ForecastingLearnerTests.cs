using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Online;

/// <summary>Forecasters learn of values what other networks learn of changes, by whatever rule.</summary>
public class ForecastingLearnerTests
{
    /// <summary>Sums of values and changes, rounded to single precision.</summary>
    const float Close = 1e-4f;

    const int Feature = 1;

    static readonly Dictionary<string, Func<LiquidNetwork, OnlineLearner>> Rules = new()
    {
        ["immediate"] = network => new ImmediateDerivative(network),
        ["truncated"] = network => new TruncatedBackpropagation(network, window: 5),
        ["real-time"] = network => new RealTimeRecurrentLearning(network),
        ["direct"] = network => new SnAp1(network),
        ["least squares"] = network => new RecursiveLeastSquares(network) { Forgetting = 0.99 },
    };

    static readonly Readings Changes = Readings.For(Regressor(), count: 60);

    /// <summary>The same readings, with the values that they change to as targets.</summary>
    static readonly Readings Values = Changes with
    {
        Targets = [.. Changes.Targets.Zip(Changes.Inputs, (change, input) => new[] { input[Feature] + change[0] })],
    };

    public static TheoryData<string> Names { get; } = new(Rules.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_learns_the_same_of_values_as_of_changes(string rule)
    {
        var (forecaster, regressor) = (Forecaster(), Regressor());
        var losses = Values.Learn(Rules[rule](forecaster));
        losses.Zip(Changes.Learn(Rules[rule](regressor))).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Close);
        ShouldBeEqual(forecaster, regressor);
    }

    [Fact]
    public void A_pool_learns_the_same_of_values_as_of_changes()
    {
        var pool = new LearnerPool<int>(Forecaster()) { Forgetting = 0.99 };
        var ofChanges = new LearnerPool<int>(Regressor()) { Forgetting = 0.99 };
        var (forecast, change) = (new float[1], new float[1]);
        for (var step = 0; step < Values.Count; step++)
        {
            var (input, elapsed) = (Values.Inputs[step], Values.Timespans[step]);
            pool.Observe(7, input, elapsed, forecast);
            ofChanges.Observe(7, input, elapsed, change);
            forecast[0].Should().BeApproximately(input[Feature] + change[0], Close);
            pool.Correct(7, Values.Targets[step]).Should().BeApproximately(ofChanges.Correct(7, Changes.Targets[step]), Close);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_learner_comes_back_from_a_file_and_goes_on(string rule)
    {
        var learner = Rules[rule](Forecaster());
        Values.Learn(learner);
        var file = new MemoryStream();
        learner.Save(file);
        file.Position = 0;
        var resumed = OnlineLearner.Load(file);
        resumed.Network.ForecastFeatures.Should().Equal(Feature);
        Values.Learn(resumed).Should().Equal(Values.Learn(learner), "of every bit");
    }

    [Fact]
    public void Ridge_regression_solves_for_changes()
    {
        var (forecaster, regressor) = (Forecaster(), Regressor());
        var error = new RidgeRegression().Fit(forecaster, SetOf(Values));
        error.Should().BeApproximately(new RidgeRegression().Fit(regressor, SetOf(Changes)), Close);
        ShouldBeEqual(forecaster, regressor);
        new Trainer(forecaster).Evaluate(SetOf(Values)).Loss.Should().BeApproximately(error, Close);
    }

    [Fact]
    public void Ridge_regression_solves_for_changes_in_their_own_unit()
    {
        var set = SetOf(Values);
        var network = Forecaster().Standardized(set);
        var error = new RidgeRegression().Fit(network, set);
        new Trainer(network).Evaluate(set).Loss.Should().BeApproximately(error, Close);
        error.Should().BeLessThan(1, "persistence has 1");
    }

    static LiquidNetwork Forecaster() => LiquidNetwork.Forecaster(new LeakyIntegratorCell(3, 6, seed: 1), [Feature], seed: 1);

    static LiquidNetwork Regressor() => LiquidNetwork.Regressor(new LeakyIntegratorCell(3, 6, seed: 1), outputs: 1, seed: 1);

    static SequenceSet SetOf(Readings readings) => SequenceSet.Of([new Sequence(Matrix<float>.Build.DenseOfRowArrays(readings.Inputs))
    {
        Timespans = readings.Timespans,
        Targets = Matrix<float>.Build.DenseOfRowArrays(readings.Targets),
    }]);

    static void ShouldBeEqual(LiquidNetwork forecaster, LiquidNetwork regressor) => All(forecaster).Zip(All(regressor)).Should()
        .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 10 * Close * (1 + Math.Abs(pair.Second)));

    static float[] All(LiquidNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
}
