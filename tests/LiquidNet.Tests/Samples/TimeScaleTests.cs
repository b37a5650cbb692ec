using System.Globalization;
using LiquidNet.Samples;

namespace LiquidNet.Tests.Samples;

public class TimeScaleTests
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("date,OT\n2016-07-01 05:00:00,1", "2016-07-01 05:00:00")]
    [InlineData("OT;date\r\n1;2016-07-01T05:00\r\n", "2016-07-01T05:00")]
    [InlineData("\"2016-07-01T05:00:00Z\",1", "2016-07-01T05:00:00Z")]
    [InlineData("2016/07/01 05:00\t1", "2016/07/01 05:00")]
    [InlineData("1 Jul 2016 05:00,1", null)]
    [InlineData("2016-07-01 05:00:00.5,1", null)]
    public void A_date_is_written_as_in_the_table(string text, string? expected)
    {
        var time = HoursOf("2016-07-01T05:00:00Z");

        var format = TimeScale.FormatIn(text, time, Hour);

        (format is null ? null : new TimeScale(Hour, format).ForPrograms(time)).Should().Be(expected);
    }

    [Fact]
    public void What_the_form_of_the_table_cannot_hold_is_written_in_Iso8601()
    {
        double[] times = [HoursOf("2016-07-01T05:00:00Z"), HoursOf("2016-07-01T05:00:01.25Z")];
        var scale = new TimeScale(Hour, "yyyy-MM-dd HH:mm");

        scale.Holding(times[..1]).Should().BeSameAs(scale);
        times.Select(scale.Holding(times).ForPrograms).Should().Equal("2016-07-01T05:00:00Z", "2016-07-01T05:00:01.25Z");
    }

    [Theory]
    [InlineData("2016-07-01T00:00:00Z", "2016-07-01")]
    [InlineData("2016-07-01T05:10:00Z", "2016-07-01 05:10")]
    [InlineData("2016-07-01T05:10:59Z", "2016-07-01 05:10:59")]
    public void People_are_told_of_a_date_what_is_not_zero(string date, string expected) =>
        new TimeScale(Hour).ForPeople(HoursOf(date)).Should().Be(expected);

    [Fact]
    public void Dates_lie_on_an_axis_of_days() => new TimeScale(Hour).OnAxis(36).Should().Be(1.5);

    [Fact]
    public void Numbers_stay_numbers()
    {
        var scale = new TimeScale(null);

        scale.ForPrograms(1700.5).Should().Be(1700.5);
        scale.ForPeople(1700.5).Should().Be("1700.5");
        scale.OnAxis(1700.5).Should().Be(1700.5);
        scale.HasDates.Should().BeFalse();
    }

    static double HoursOf(string date) =>
        (DateTimeOffset.Parse(date, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).TotalHours;
}
