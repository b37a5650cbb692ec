using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class TableTimeTests
{
    static readonly CsvOptions Hours = new() { Unit = TimeSpan.FromHours(1) };

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    public void A_row_without_a_time_is_told_so(string time)
    {
        foreach (var options in (CsvOptions[])[new(), Hours])
        {
            FluentActions.Invoking(() => Read(time, options)).Should().Throw<InvalidDataException>()
                .WithMessage($"The text, line 2, column 't': a row has to say when it was, but the field is '{time}'.");
        }
    }

    [Theory]
    [InlineData("1700000000000000000")]
    [InlineData("-9007199254740992")]
    [InlineData("1e300")]
    public void A_time_whose_neighbours_no_double_tells_apart_is_refused(string time) =>
        FluentActions.Invoking(() => Read(time, new())).Should().Throw<InvalidDataException>().WithMessage(
            $"The text, line 2, column 't': the time '{time}' is too large to be told from its neighbours*2^53*");

    [Fact]
    public void A_unit_in_which_dates_are_as_large_is_refused() =>
        FluentActions.Invoking(() => Read("2026-01-31", Hours with { Unit = TimeSpan.FromTicks(1) })).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 2, column 't': the time '2026-01-31' is too large *2^53: take a larger unit*");

    [Fact]
    public void The_largest_times_keep_their_order_and_differences()
    {
        var table = SequenceTable.ParseCsv("t,x\n9007199254740991,1\n-9007199254740991,2\n9007199254740990,3\n", time: "t");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(2, 3, 1);
        table.ToSequence(0).Timespans![2].Should().Be(1);
    }

    static SequenceTable Read(string time, CsvOptions options) => SequenceTable.ParseCsv($"t;x\n{time};1\n", time: "t", options: options);
}
