using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Tests.Training.Resuming;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>What is said of predictions that are quantiles.</summary>
public sealed class QuantileEvaluationTests
{
    /// <summary>One step each, of targets 0 to 9 and one that is not known.</summary>
    static readonly SequenceSet Set = SequenceSet.Of(Enumerable.Range(0, 11).Select(target =>
        new Sequence(Matrix<float>.Build.Dense(1, 1, 1f)) { Target = [target < 10 ? target : float.NaN] }));

    [Fact]
    public void It_has_pinball_losses_and_the_coverage_and_width_of_intervals()
    {
        var evaluation = new Trainer(Predicting(2, 4, 7)).Evaluate(Set);

        evaluation.OutputErrors.Select(error => error.Quantile).Should().Equal(0.1f, 0.5f, 0.9f);
        evaluation.OutputErrors[0].PinballLoss.Should().BeApproximately(
            (0.9 * (2 + 1) + 0.1 * (1 + 2 + 3 + 4 + 5 + 6 + 7)) / 10, 1e-6);
        evaluation.OutputErrors[1].PinballLoss.Should().BeApproximately(evaluation.OutputErrors[1].MeanAbsoluteError / 2, 1e-6);
        evaluation.PinballLoss.Should().BeApproximately(evaluation.Loss, 1e-6, "nothing is standardised");
        evaluation.MeanAbsoluteError.Should().BeApproximately((4 + 3 + 2 + 1 + 0 + 1 + 2 + 3 + 4 + 5) / 10.0, 1e-6, "of the median");
        var interval = evaluation.Intervals.Should().ContainSingle().Subject;
        (interval.LowerQuantile, interval.UpperQuantile, interval.Count).Should().Be((0.1f, 0.9f, 10));
        interval.Coverage.Should().BeApproximately(0.6, 1e-9, "2 to 7, the bounds included");
        interval.MeanWidth.Should().BeApproximately(5, 1e-6);
        evaluation.ToString().Split(Environment.NewLine).Should().Equal(
            "loss 0.7833 (10 predictions)", "power 10 %: pinball loss 0.55", "power 50 %: pinball loss 1.25, mean absolute error 2.5",
            "power 90 %: pinball loss 0.55", "power, 10 % to 90 %: coverage 60.00 %, mean width 5");
    }

    [Fact]
    public void Intervals_lie_within_each_other_and_without_a_median_there_is_no_central_error()
    {
        var network = LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1, quantiles: [0.05f, 0.25f, 0.75f, 0.95f]);
        var evaluation = new Trainer(network).Evaluate(Set);
        evaluation.Intervals.Select(interval => (interval.Name, interval.LowerQuantile, interval.UpperQuantile)).Should().Equal(
            ("target 0", 0.05f, 0.95f), ("target 0", 0.25f, 0.75f));
        (evaluation.MeanAbsoluteError, evaluation.MeanSquaredError).Should().Be((null, null));
        FluentActions.Invoking(() => new Trainer(network, new() { Metric = Metric.MeanAbsoluteError })).Should()
            .Throw<ArgumentException>().WithMessage("*has no mean absolute error*");
        FluentActions.Invoking(() => new Trainer(LiquidNetwork.Regressor(new GruCell(1, 2), 1), new() { Metric = Metric.PinballLoss }))
            .Should().Throw<ArgumentException>().WithMessage("*has no pinball loss*");
    }

    [Fact]
    public void A_target_without_known_values_has_no_figures()
    {
        var network = LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 2, quantiles: [0.1f, 0.9f]);
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(1, 1, 1f)) { Target = [1, float.NaN] }]);
        var evaluation = new Trainer(network).Evaluate(set);
        evaluation.Count.Should().Be(1);
        evaluation.ToString().Should().Contain("output 2: no target values").And
            .Contain("target 1, 10 % to 90 %: no target values").And.NotContain("NaN");
    }

    [Fact]
    public void One_quantile_of_a_loss_has_no_interval()
    {
        var evaluation = new Trainer(LiquidNetwork.Regressor(new GruCell(1, 2), 1), new() { Loss = new QuantileLoss(0.9f) }).Evaluate(Set);
        evaluation.OutputErrors.Should().ContainSingle().Which.Quantile.Should().Be(0.9f);
        evaluation.Intervals.Should().BeEmpty();
    }

    [Fact]
    public void A_checkpoint_keeps_them()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions
        {
            Epochs = 2,
            Validation = Set,
            Metric = Metric.PinballLoss,
            RestoreBest = true,
            Checkpoints = new(folder.Path),
        };
        var expected = new Trainer(Predicting(2, 4, 7), options).Fit(Set);
        var found = new Trainer(Predicting(2, 4, 7), options).Fit(Set);
        found.Epochs.Select(epoch => epoch.Validation!.ToString()).Should().Equal(
            expected.Epochs.Select(epoch => epoch.Validation!.ToString()));
        found.Epochs[1].Validation!.Intervals.Should().BeEquivalentTo(expected.Epochs[1].Validation!.Intervals);
    }

    /// <summary>A network that gives these numbers, whatever it reads.</summary>
    static LiquidNetwork Predicting(params float[] values)
    {
        var network = LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1, quantiles: [0.1f, 0.5f, 0.9f]);
        network.OutputNames = ["power 10 %", "power 50 %", "power 90 %"];
        network.Parameters["W_out"].Values.Clear();
        values.CopyTo(network.Parameters["b_out"].Values);
        return network;
    }
}
