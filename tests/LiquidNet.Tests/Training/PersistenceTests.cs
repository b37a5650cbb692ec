using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public sealed class PersistenceTests
{
    [Fact]
    public void Every_value_stays_as_it_was_last_seen()
    {
        var table = SequenceTable.ParseCsv("x,y\n1,10\n2,20\n4,NA\n7,40\n");
        var evaluation = Persistence.Evaluate(SequenceWindows.Of(table, length: 3).Forecast(["x", "y"], [1]));
        evaluation.OutputErrors.Select(error => (error.Name, error.Count, error.MeanAbsoluteError, error.MeanSquaredError)).Should().Equal(
            ("x +1", 3L, 2.0, (1 + 4 + 9) / 3.0), ("y +1", 2L, 15.0, (100 + 400) / 2.0));
        evaluation.Count.Should().Be(3, "a prediction of several values counts once, as of a network");
        evaluation.Loss.Should().BeApproximately((1 + 4 + 9 + 100 + 400) / 5.0, 1e-12);
        evaluation.MeanSquaredError.Should().BeApproximately(evaluation.Loss, 1e-12);
        evaluation.MeanAbsoluteError.Should().BeApproximately((3 * 2.0 + 2 * 15) / 5, 1e-12, "each value counts, not each output");
        evaluation.ToString().Should().Contain("y +1: mean absolute error 15");
    }

    [Fact]
    public void What_an_earlier_window_has_seen_is_not_known_in_a_later_one()
    {
        var table = SequenceTable.ParseCsv("x\n1\n2\nNA\n5\n6\n");
        var evaluation = Persistence.Evaluate(SequenceWindows.Of(table, length: 2).Forecast("x"));
        evaluation.OutputErrors.Select(error => (error.Count, error.MeanAbsoluteError)).Should().Equal((2, 1.0));
    }

    [Fact]
    public void The_loss_is_weighted_as_that_of_a_network_and_errors_are_not()
    {
        var series = new Sequence(Matrix<float>.Build.DenseOfColumnMajor(4, 1, [1, 2, 4, 8]))
        {
            Targets = Matrix<float>.Build.Dense(4, 1),
            StepWeights = [1, 2, 10, 1],
        };
        var evaluation = Persistence.Evaluate(SequenceWindows.Of(series, length: 3).Forecast(0));
        evaluation.Loss.Should().BeApproximately((1 + 2 * 4 + 10 * 16) / 13.0, 1e-9);
        evaluation.MeanSquaredError.Should().BeApproximately((1 + 4 + 16) / 3.0, 1e-9);
        evaluation.Count.Should().Be(3);
    }

    [Fact]
    public void Each_horizon_is_forecast_by_the_same_value()
    {
        var table = SequenceTable.ParseCsv("x,y\n1,0\n2,0\n4,0\n8,0\n");
        Persistence.Evaluate(SequenceWindows.Of(table, length: 2).Forecast(["x"], [1, 2])).OutputErrors
            .Select(error => (error.Name, error.MeanAbsoluteError)).Should().Equal(("x +1", 1.5), ("x +2", 4.5));
    }

    [Fact]
    public void With_a_period_a_value_is_what_it_was_that_many_steps_before()
    {
        var table = SequenceTable.ParseCsv("x,y\n1,0\n5,0\n2,0\n7,0\n4,0\n6,0\n");
        var windows = SequenceWindows.Of(table, length: 4).Forecast(["x"], [1, 2]);
        var evaluation = Persistence.Evaluate(windows, period: 2);
        // One step ahead 2 - 1, 7 - 5, 4 - 2, as the first step has not seen a period; two ahead 1, 2, 2, -1.
        evaluation.OutputErrors.Select(error => (error.Name, error.Count, error.MeanAbsoluteError)).Should().Equal(
            ("x +1", 3L, 5 / 3.0), ("x +2", 4L, 6 / 4.0));
        Persistence.Evaluate(windows, period: 1).ToString().Should().Be(Persistence.Evaluate(windows).ToString());
    }

    [Fact]
    public void Where_a_period_before_nothing_is_known_an_earlier_one_is_repeated()
    {
        var table = SequenceTable.ParseCsv("x\n1\n0\nNA\n0\n9\n0\n3\n");
        var evaluation = Persistence.Evaluate(SequenceWindows.Of(table, length: 6).Forecast("x"), period: 2);
        // The last but one is 9 against the 1 of two periods before, the last 3 against 9; the zeros between are right.
        evaluation.OutputErrors.Select(error => (error.Count, error.MeanAbsoluteError)).Should().Equal((4L, (8 + 6) / 4.0));
    }

    [Fact]
    public void Windows_that_are_too_short_for_a_period_are_refused()
    {
        var table = SequenceTable.ParseCsv("x\n" + string.Concat(Enumerable.Range(0, 20).Select(step => $"{step}\n")));
        FluentActions.Invoking(() => Persistence.Evaluate(SequenceWindows.Of(table, length: 5).Forecast("x"), period: 7)).Should()
            .Throw<ArgumentException>().WithParameterName("forecast")
            .WithMessage("*period of 7 steps was seen 6 steps before: cut windows of at least 7 steps; the longest has 5 steps.*");
        Persistence.Evaluate(SequenceWindows.Of(table, length: 7).Forecast("x"), period: 7).Count.Should().Be(2);
        Persistence.Evaluate(SequenceWindows.Of(table, length: 1).Forecast("x", ahead: 7), period: 7).MeanAbsoluteError.Should().Be(7);
        FluentActions.Invoking(() => Persistence.Evaluate(SequenceWindows.Of(table, 5).Forecast("x"), period: 0)).Should()
            .Throw<ArgumentOutOfRangeException>().WithParameterName("period");
    }

    [Fact]
    public void Windows_without_a_forecast_or_without_values_are_refused()
    {
        var table = SequenceTable.ParseCsv("x,y\nNA,1\n2,1\nNA,1\n");
        var windows = SequenceWindows.Of(table, length: 2);
        FluentActions.Invoking(() => Persistence.Evaluate(windows)).Should().Throw<ArgumentException>().WithParameterName("forecast")
            .WithMessage("The windows have no forecast*");
        FluentActions.Invoking(() => Persistence.Evaluate(windows.Forecast("x"))).Should().Throw<ArgumentException>()
            .WithParameterName("forecast").WithMessage("No value *");
    }
}
