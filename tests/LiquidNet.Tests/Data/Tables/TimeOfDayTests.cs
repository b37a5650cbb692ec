using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class TimeOfDayTests
{
    static readonly CsvOptions Hours = new() { Unit = TimeSpan.FromHours(1) };

    [Theory]
    [InlineData(';', "16/12/2006;23:30:00;1\n17/12/2006; 0:30:00;2\n", "d/M/yyyy H:mm:ss")]
    [InlineData(',', "2006-12-16,23:30,1\n2006-12-17,0:30,2\n", null)]
    public void Date_and_time_may_stand_in_two_columns(char separator, string rows, string? format)
    {
        var header = string.Join(separator, "Date", "Time", "x\n");
        var options = Hours with { TimeOfDay = "Time", DateFormat = format };
        var table = SequenceTable.ParseCsv(header + rows, time: "Date", options: options);
        table.FeatureNames.Should().Equal("x");
        table.TimesOf(0).Should().Equal(At(2006, 12, 16, 23.5), At(2006, 12, 17, 0.5));
        table.ToSequence(0).Timespans.Should().Equal(0, 1);
        using var folder = new TableFolder();
        var lacking = folder.Write("lacking.csv", "Date,x\n2006-12-16,1\n");
        FluentActions.Invoking(() => SequenceTable.ReadCsv(lacking, table.Schema)).Should().Throw<InvalidDataException>()
            .WithMessage("*lacking.csv': there is no column 'Time'*");
    }

    [Theory]
    [InlineData("2006-12-16,", "Time")]
    [InlineData(",10:00", "Date")]
    [InlineData("2006-12-16,?", "Time")]
    public void A_date_without_a_time_is_not_midnight(string row, string column) =>
        FluentActions.Invoking(() => Read($"Date,Time,x\n{row},1\n")).Should().Throw<InvalidDataException>()
            .WithMessage($"The text, line 2, column '{column}': a row has to say when it was*");

    [Theory]
    [InlineData("2006-12-16,17", "2006-12-16 17")]
    [InlineData("16/12/2006,17:00", "16/12/2006 17:00")]
    [InlineData("2006-12-16 00:00,17:00", "2006-12-16 00:00 17:00")]
    public void Date_and_time_that_cannot_be_told_are_refused(string row, string told) =>
        FluentActions.Invoking(() => Read($"Date,Time,x\n{row},1\n")).Should().Throw<InvalidDataException>()
            .WithMessage($"The text, line 2, column 'Date': a date with time is expected but is '{told}'; *CsvOptions.DateFormat*");

    [Fact]
    public void A_time_of_day_needs_a_date_and_a_unit()
    {
        foreach (var (time, options) in ((string?, CsvOptions)[])
            [(null, Hours with { TimeOfDay = "Time" }), ("Date", new() { TimeOfDay = "Time" })])
        {
            FluentActions.Invoking(() => SequenceTable.ReadCsv("none.csv", time: time, options: options)).Should()
                .Throw<ArgumentException>().WithParameterName("options")
                .WithMessage("CsvOptions.TimeOfDay 'Time' stands beside a column of dates*");
        }
    }

    static SequenceTable Read(string text) => SequenceTable.ParseCsv(text, time: "Date", options: Hours with { TimeOfDay = "Time" });

    static double At(int year, int month, int day, double hour) =>
        (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalHours + hour;
}
