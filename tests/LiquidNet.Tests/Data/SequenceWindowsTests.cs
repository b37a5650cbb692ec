using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Data;

public sealed class SequenceWindowsTests
{
    static readonly Sequence Counting = new(Matrix<float>.Build.Dense(10, 2, (step, feature) => 10 * feature + step))
    {
        Labels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        Timespans = [9, 1, 1, 1, 1, 6, 1, 1, 1, 1],
    };

    static readonly SequenceTable Table = SequenceTable.ParseCsv(
        "power,wind\n" + string.Concat(Enumerable.Range(0, 8).Select(step => $"{(step == 5 ? "NA" : step)},{100 + step}\n")));

    static readonly SequenceTable WithoutGaps = SequenceTable.ParseCsv(
        "power,wind\n" + string.Concat(Enumerable.Range(0, 8).Select(step => $"{step},{100 + step}\n")));

    [Fact]
    public void Windows_begin_every_stride_and_keep_targets_and_timespans()
    {
        var windows = SequenceWindows.Of(Counting, length: 4, stride: 3);
        windows.Starts.Should().Equal(0, 3, 6);
        var second = windows.ToSequence(1);
        second.Values.Column(0).Should().Equal(3, 4, 5, 6);
        second.Labels.Should().Equal(3, 4, 5, 6);
        second.Timespans.Should().Equal(1, 1, 6, 1);
        windows.Classes.Should().Be(10);
        SequenceWindows.Of(Counting, length: 4).Starts.Should().Equal(0, 4);
    }

    [Fact]
    public void The_first_steps_of_a_window_may_be_read_without_counting()
    {
        var windows = SequenceWindows.Of(Counting, length: 4, warmUp: 1);
        windows.Starts.Should().Equal([0, 3, 6], "each step but the first counts once");
        windows.IsWeighted.Should().BeTrue();
        windows.ToSequence(1).StepWeights.Should().Equal(0, 1, 1, 1);
        SequenceWindows.Of(Counting, length: 4, stride: 6, warmUp: 3).Starts.Should().Equal(0, 6);

        var forecast = SequenceWindows.Of(Table, length: 4, warmUp: 2).Forecast("wind");
        forecast.Starts.Should().Equal(0, 2);
        var network = LiquidNetwork.Forecaster(new GruCell(2, 3), [1]);
        network.Parameters["W_out"].Values.Clear();
        var evaluation = new Trainer(network).Evaluate(SequenceWindows.Of(WithoutGaps, length: 4, warmUp: 2).Forecast("wind"));
        (evaluation.Count, evaluation.MeanAbsoluteError).Should().Be((4, 1.0));
        Persistence.Evaluate(forecast).Count.Should().Be(4);
    }

    [Fact]
    public void Weights_of_the_series_hold_after_the_warm_up_and_single_targets_know_none()
    {
        var series = new Sequence(Matrix<float>.Build.Dense(4, 1)) { Labels = [0, 0, 1, 1], StepWeights = [2, 3, 4, 5] };
        SequenceWindows.Of(series, length: 4, warmUp: 2).ToSequence(0).StepWeights.Should().Equal(0, 0, 4, 5);
        var labelled = SequenceWindows.Of(new Sequence(Matrix<float>.Build.Dense(4, 1)) { Label = 0 }, length: 4, warmUp: 2);
        labelled.IsWeighted.Should().BeFalse();
        labelled.ToSequence(0).Weight.Should().Be(1);
    }

    [Fact]
    public void Windows_of_time_warm_up_for_a_time()
    {
        // The steps are at 0 1 2 3 4, 10 11 12 13 14.
        var windows = SequenceWindows.OfTime(SequenceSet.Of([Counting]), length: 4, warmUp: 2);
        windows.Starts.Should().Equal([0, 2, 5, 5, 7], "what begins with the last step has nothing that counts");
        Enumerable.Range(0, windows.Count).Select(window => windows.ToSequence(window).StepWeights!.Sum()).Should().Equal(2, 1, 2, 2, 1);
    }

    [Fact]
    public void A_warm_up_is_shorter_than_its_window()
    {
        FluentActions.Invoking(() => SequenceWindows.Of(Counting, length: 4, warmUp: 4)).Should()
            .Throw<ArgumentOutOfRangeException>().WithParameterName("warmUp");
        FluentActions.Invoking(() => SequenceWindows.OfTime(SequenceSet.Of([Counting]), length: 4, warmUp: 4)).Should()
            .Throw<ArgumentOutOfRangeException>().WithParameterName("warmUp");
        FluentActions.Invoking(() => SequenceWindows.OfTime(SequenceSet.Of([Counting]), length: 100, warmUp: 50)).Should()
            .Throw<ArgumentException>().WithMessage("*a step after the warm-up*");
    }

    [Fact]
    public void Windows_of_time_hold_the_steps_that_fall_into_them()
    {
        // The steps are at 0 1 2 3 4, 10 11 12 13 14.
        var windows = SequenceWindows.OfTime(SequenceSet.Of([Counting]), length: 4, stride: 2);
        windows.Starts.Should().Equal(0, 2, 4, 5, 5, 7, 9);
        Enumerable.Range(0, windows.Count).Select(windows.LengthOf).Should().Equal(4, 3, 1, 2, 4, 3, 1);
    }

    [Fact]
    public void Far_from_the_start_steps_fall_into_their_own_windows_and_steps_of_one_time_stay_together()
    {
        // A step at 0, then four in each unit of time from ten million on, each of them twice.
        var timespans = Enumerable.Range(0, 24).Select(step => step % 2 == 0 ? 0.25f : 0).ToArray();
        timespans[0] = 1e7f;
        var series = new Sequence(Matrix<float>.Build.Dense(25, 1)) { Timespans = [0, .. timespans], Label = 0 };
        var windows = SequenceWindows.OfTime(SequenceSet.Of([series]), length: 1);
        windows.Starts.Should().Equal(0, 1, 9, 17);
        Enumerable.Range(0, windows.Count).Select(windows.LengthOf).Should().Equal(1, 8, 8, 8);
    }

    [Fact]
    public void A_window_has_as_many_steps_as_it_is_to_have_however_long_it_is()
    {
        // The first whole number that single precision does not have.
        const int Odd = (1 << 24) + 1;
        var windows = SequenceWindows.Of(new Zeros(2 * Odd), length: Odd);
        Enumerable.Range(0, windows.Count).Select(windows.LengthOf).Should().Equal(Odd, Odd);
        windows.Starts.Should().Equal(0, Odd);
    }

    [Theory]
    [InlineData(0.01f, 1, 100)]
    [InlineData(0.02f, 1, 50)]
    [InlineData(0.7f, 7, 10)]
    [InlineData(0.1f, 0.3f, 3)]
    public void Rounding_of_timespans_moves_no_step_into_another_window(float timespan, float length, int steps)
    {
        var series = new Sequence(Matrix<float>.Build.Dense(5 * steps, 1)) { Timespans = Enumerable.Repeat(timespan, 5 * steps).ToArray() };
        var windows = SequenceWindows.OfTime(SequenceSet.Of([series]), length);
        Enumerable.Range(0, windows.Count).Select(windows.LengthOf).Should().Equal(Enumerable.Repeat(steps, 5));
    }

    [Fact]
    public void A_forecast_is_what_the_series_shows_later()
    {
        var windows = SequenceWindows.Of(Table, length: 3, stride: 2).Forecast("power", ahead: 2);
        windows.Count.Should().Be(2);
        windows.ToSequence(0).Targets!.ToRowMajorArray().Should().Equal(2, 3, 4);
        windows.ToSequence(1).Targets!.ToRowMajorArray().Should().Equal(4, float.NaN, 6);
        windows.ToSequence(1).Values.Column(1).Should().Equal(102, 103, 104);
        (windows.IsWeighted, windows.Outputs, windows.TargetKind).Should().Be((true, 1, TargetKind.StepValues));
        windows.OutputNames.Should().Equal("power +2");
        SequenceWindows.Of(Table, length: 3).Forecast("wind").IsWeighted.Should().BeFalse();
        SequenceWindows.Of(Counting, 3).Forecast(feature: 1).ToSequence(0).Targets!.ToRowMajorArray().Should().Equal(11, 12, 13);
    }

    [Fact]
    public void A_forecast_counts_as_its_step_does_and_not_where_it_forecasts_a_step_that_counts_nothing()
    {
        Sequence Weighted(float weight) => new(Counting.Values)
        {
            Weight = weight,
            StepWeights = [1, 1, 0, 0, 3, 1, 1, 1, 1, 1],
        };
        var windows = SequenceWindows.Of(SequenceSet.Of([Weighted(1), Weighted(0.5f)]), length: 3).Forecast(feature: 0, ahead: 2);
        windows.IsWeighted.Should().BeTrue();
        windows.Series.Should().Equal(0, 0, 1, 1);
        windows.ToSequence(0).StepWeights.Should().Equal(1, 1, 0);
        windows.ToSequence(0).Targets!.ToRowMajorArray().Should().Equal(float.NaN, float.NaN, 4);
        windows.ToSequence(3).StepWeights.Should().Equal(0, 1.5f, 0.5f);
        windows.ToSequence(3).Targets!.ToRowMajorArray().Should().Equal(5, 6, 7);

        var whole = new Sequence(Counting.Values) { Label = 1, Weight = 0.25f };
        SequenceWindows.Of(whole, length: 3).Forecast(feature: 0).ToSequence(0).StepWeights.Should().Equal(0.25f, 0.25f, 0.25f);
        var gaps = new Sequence(Counting.Values) { Target = [float.NaN, 1] };
        SequenceWindows.Of(gaps, length: 3).Forecast(feature: 0).IsWeighted.Should().BeFalse("its own targets are none of the series'");
    }

    [Fact]
    public void Weights_per_step_of_a_series_without_targets_stay_with_their_steps()
    {
        var series = new Sequence(Counting.Values) { StepWeights = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
        SequenceSet.Of([series]).ToSequence(0).StepWeights.Should().Equal(series.StepWeights);
        SequenceWindows.Of(series, length: 4).ToSequence(1).StepWeights.Should().Equal(4, 5, 6, 7);
    }

    [Fact]
    public void Several_columns_are_forecast_at_several_horizons()
    {
        var windows = SequenceWindows.Of(Table, length: 2).Forecast(["wind", "power"], ahead: [1, 3]);
        windows.OutputNames.Should().Equal("wind +1", "power +1", "wind +3", "power +3");
        windows.ToSequence(0).Targets!.ToRowMajorArray().Should().Equal(101, 1, 103, 3, 102, 2, 104, 4);
        windows.LengthOf(windows.Count - 1).Should().Be(2);
        windows.Starts[^1].Should().BeLessThanOrEqualTo(8 - 3 - 2);
    }

    [Fact]
    public void Reading_windows_allocates_nothing()
    {
        var windows = SequenceWindows.Of(Counting, 4).Forecast(feature: 1);
        var (features, targets, timespans) = (new float[2], new float[1], new float[4]);
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Read()
        {
            windows.ReadStep(1, 2, features);
            windows.ReadTargets(1, 2, targets);
            windows.ReadTimespans(1, timespans);
        }
    }

    [Fact]
    public void What_cannot_be_cut_is_refused()
    {
        FluentActions.Invoking(() => SequenceWindows.Of(Table, 9)).Should().Throw<ArgumentException>()
            .WithParameterName("length").WithMessage("No series is long enough for a window of 9 steps; the longest has 8 steps.*");
        FluentActions.Invoking(() => SequenceWindows.Of(Table, 4).Forecast("power", 5)).Should().Throw<ArgumentException>()
            .WithParameterName("ahead").WithMessage("*for a window of 4 steps with a target 5 steps later; the longest has 8 steps.*");
        FluentActions.Invoking(() => SequenceWindows.OfTime(Table, 4).Forecast("power", 8)).Should().Throw<ArgumentException>()
            .WithMessage("*for a step with a target 8 steps later; the longest has 8 steps.*");
        FluentActions.Invoking(() => SequenceWindows.Of(Table, 4).Forecast("Power")).Should().Throw<ArgumentException>()
            .WithMessage("There is no feature 'Power'; they are power, wind.*");
        FluentActions.Invoking(() => SequenceWindows.Of(Table, 4).Forecast(["power", "power"], [1])).Should().Throw<ArgumentException>()
            .WithParameterName("columns").WithMessage("The list of columns has 'power' twice;*");
        FluentActions.Invoking(() => SequenceWindows.Of(Table, 4).Forecast(["power"], [2, 1, 2])).Should().Throw<ArgumentException>()
            .WithParameterName("ahead").WithMessage("The list of numbers of steps has '2' twice;*");
        FluentActions.Invoking(() => SequenceWindows.Of(Table, 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => SequenceWindows.OfTime(Table, float.NaN)).Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>One long series, of which nothing is stored.</summary>
    sealed class Zeros(int length) : SequenceSet
    {
        public override int Count => 1;

        public override int Features => 1;

        public override TargetKind TargetKind => TargetKind.None;

        public override int LengthOf(int index) => length;

        public override void ReadStep(int index, int step, Span<float> features) => features[0] = 0;
    }
}
