using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class TableDateTests
{
    static readonly CsvOptions Hours = new() { Unit = TimeSpan.FromHours(1) };

    [Theory]
    [InlineData("10 May")]
    [InlineData("May 5")]
    [InlineData("10:00 May 5")]
    [InlineData("Mar 2026")]
    [InlineData("Mar 2026 10:00")]
    [InlineData("2026-03")]
    [InlineData("2026-03 10:00")]
    [InlineData("29 Mar 26")]
    [InlineData("Monday 10:00")]
    [InlineData("2026-03-29 PM")]
    [InlineData("29 Mar 2026 PM")]
    [InlineData("March 29, 2026 am")]
    [InlineData("29 Mar 2026 P")]
    [InlineData("29-Mar-2026PM")]
    [InlineData("PM 29 Mar 2026")]
    [InlineData("23:59")]
    public void A_date_that_leaves_anything_to_be_guessed_is_refused(string date) =>
        FluentActions.Invoking(() => Read(date, Hours)).Should().Throw<InvalidDataException>().WithMessage(
            $"The text, line 2, column 't': a date with time is expected but is '{date}'; *year of four digits, month and day*");

    [Theory]
    [InlineData("2026-03-29 22:00")]
    [InlineData("2026/3/29 22:00:00.000")]
    [InlineData("2026.03.29T22:00Z")]
    [InlineData("2026-03-29 10:00 PM")]
    [InlineData("2026-Mar-29 22:00")]
    [InlineData("29 Mar 2026 22:00")]
    [InlineData("March 29, 2026 22:00")]
    [InlineData("22:00 29-Mar-2026")]
    [InlineData("Mar 29 2026 10 PM")]
    [InlineData("29 Mar 2026 10:00:00.000 PM")]
    [InlineData("10:00PM 29 Mar 2026")]
    [InlineData("Sun, 29 Mar 2026 22:00:00 GMT")]
    [InlineData("29 Mar 2026 23:00 +0100")]
    public void Dates_with_year_month_and_day_are_read(string date) =>
        Read(date, Hours).TimesOf(0).Should().Equal(At(2026, 3, 29, 22));

    [Theory]
    [InlineData("HH:mm")]
    [InlineData("dd.MM HH:mm")]
    [InlineData("dd.MM.")]
    [InlineData("MMM yyyy")]
    [InlineData("M")]
    [InlineData("t")]
    [InlineData("")]
    public void A_format_that_leaves_a_part_of_the_date_to_the_clock_is_refused_before_anything_is_read(string format)
    {
        var options = Hours with { DateFormat = format };
        Action[] readings =
        [
            () => SequenceTable.ReadCsv("none.csv", time: "t", options: options),
            () => SequenceTable.StreamCsv("none.csv", 1, "id", "t", options: options),
        ];
        readings.Should().AllSatisfy(read => read.Should().Throw<ArgumentException>().WithParameterName("options").WithMessage(
            $"CsvOptions.DateFormat '{format}' does not give year, month and day*CsvOptions.TimeOfDay*"));
    }

    [Theory]
    [InlineData("dd.MM.yy HH", "29.03.26 22")]
    [InlineData("yyyyMMddHHmmss", "20260329220000")]
    [InlineData("ddd, dd MMM yyyy h:mm tt", "Sun, 29 Mar 2026 10:00 PM")]
    [InlineData("yyyy-MM-ddTHH:mm:sszzz", "2026-03-30T00:00:00+02:00")]
    [InlineData("u", "2026-03-29 22:00:00Z")]
    public void A_format_with_a_whole_date_is_taken(string format, string date) =>
        Read(date, Hours with { DateFormat = format }).TimesOf(0).Should().Equal(At(2026, 3, 29, 22));

    static SequenceTable Read(string time, CsvOptions options) => SequenceTable.ParseCsv($"t;x\n{time};1\n", time: "t", options: options);

    static double At(int year, int month, int day, double hour) =>
        (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalHours + hour;

    [Theory]
    [InlineData("2026-01-31 10:00Z", "2026-01-31 12:00")]
    [InlineData("2026-01-31T10:00:00+02:00", "2026-01-31T12:00:00")]
    [InlineData("2026-01-31 10:00", "2026-01-31 12:00 -0500")]
    [InlineData("31 Jan 2026 10:00 GMT", "31 Jan 2026 12:00")]
    public void Dates_with_and_without_an_offset_are_not_mixed(string first, string second)
    {
        var options = new CsvOptions { Unit = TimeSpan.FromHours(1) };
        string Text(string earlier, string later) => $"t,x\n{earlier},1\n{later},2\n";

        FluentActions.Invoking(() => SequenceTable.ParseCsv(Text(first, second), time: "t", options: options))
            .Should().Throw<InvalidDataException>().WithMessage(
                $"The text, line 3, column 't': '{second}' is a time with* an offset from UTC, but line 2 has a time with*mend one*");
        SequenceTable.ParseCsv(Text(first, first), time: "t", options: options).Count.Should().Be(1);
        SequenceTable.ParseCsv(Text(second, second), time: "t", options: options).Count.Should().Be(1);
        SequenceTable.ParseCsv(Text(first, "2026-02-01"), time: "t", options: options).Count.Should().Be(1, "a day has no clock");
    }

    [Fact]
    public void Numbers_where_dates_are_expected_are_told_from_dates_of_another_form() =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv(
                "t,x\n1769853600,1\n", time: "t", options: new() { Unit = TimeSpan.FromHours(1) }))
            .Should().Throw<InvalidDataException>()
            .WithMessage("*but is '1769853600'; where times are numbers, in the model's unit of time, leave Unit out.");
}
