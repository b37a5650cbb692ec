using LiquidNet.Data;
using LiquidNet.Training;

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
        evaluation.Count.Should().Be(5);
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
    public void Each_horizon_is_forecast_by_the_same_value()
    {
        var table = SequenceTable.ParseCsv("x,y\n1,0\n2,0\n4,0\n8,0\n");
        Persistence.Evaluate(SequenceWindows.Of(table, length: 2).Forecast(["x"], [1, 2])).OutputErrors
            .Select(error => (error.Name, error.MeanAbsoluteError)).Should().Equal(("x +1", 1.5), ("x +2", 4.5));
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
