using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class ThousandsTests
{
    [Theory]
    [InlineData("1,234.5", ',', '.', 1234.5)]
    [InlineData("-12,345,678", ',', '.', -12345678)]
    [InlineData("1234.5", ',', '.', 1234.5)]
    [InlineData("123.4567", ',', '.', 123.4567)]
    [InlineData("1,234e3", ',', '.', 1234000)]
    [InlineData("1.234,5", '.', ',', 1234.5)]
    [InlineData("1 234,5", ' ', ',', 1234.5)]
    [InlineData("1\u202F234\u00A0567", ' ', ',', 1234567)]
    [InlineData("1'234.5", '\'', '.', 1234.5)]
    [InlineData("1\u2019234.5", '\'', '.', 1234.5)]
    public void Marks_between_thousands_are_read_where_they_are_named(string field, char mark, char point, double value) =>
        Read(field, new() { ThousandsSeparator = mark, DecimalSeparator = point }).ToSequence(0).Values[0, 0].Should().Be((float)value);

    [Theory]
    [InlineData("1,5")]
    [InlineData("12,34,567")]
    [InlineData("1234,567")]
    [InlineData("1,2345")]
    [InlineData(",234")]
    [InlineData("-,234")]
    [InlineData("1,,234")]
    [InlineData("1,234,")]
    [InlineData("1.234,567")]
    [InlineData("1,23.5")]
    public void Marks_that_stand_elsewhere_are_refused(string field) =>
        FluentActions.Invoking(() => Read(field, new() { ThousandsSeparator = ',' })).Should().Throw<InvalidDataException>()
            .WithMessage($"The text, line 2, column 'x': a number is expected*'{field}'*");

    [Theory]
    [InlineData("1,234.5", '.', "ThousandsSeparator to ','; or list*")]
    [InlineData("1,234,567", '.', "ThousandsSeparator to ','; or list*")]
    [InlineData("1 234,5", ',', "ThousandsSeparator to ' '; or list*")]
    [InlineData("1 234,5", '.', "ThousandsSeparator to ' ', and DecimalSeparator to ','; or list*")]
    [InlineData("1'234.5", '.', "ThousandsSeparator to '''; or list*")]
    public void Without_the_option_a_number_with_marks_is_refused_and_the_message_names_it(string field, char point, string remedy) =>
        FluentActions.Invoking(() => Read(field, new() { DecimalSeparator = point })).Should().Throw<InvalidDataException>()
            .WithMessage($"The text, line 2, column 'x': *'{field}', which has marks between thousands: set CsvOptions.{remedy}");

    [Fact]
    public void Times_classes_and_missing_texts_are_numbers_with_marks_too()
    {
        var table = SequenceTable.ParseCsv(
            "t;x;c\n1,000;-9,999;1,000\n2,000;5;1000\n", time: "t", label: "c",
            options: new() { ThousandsSeparator = ',', Missing = ["-9999"] });
        table.TimesOf(0).Should().Equal(1000, 2000);
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(float.NaN, 5);
        table.Classes.Should().Be(1);
    }

    [Fact]
    public void A_mark_that_could_be_misread_is_refused()
    {
        FluentActions.Invoking(() => Read("1", new() { ThousandsSeparator = '.' })).Should().Throw<ArgumentException>()
            .WithParameterName("options").WithMessage("CsvOptions.ThousandsSeparator and DecimalSeparator are both '.'*");
        FluentActions.Invoking(() => new CsvOptions { ThousandsSeparator = '_' }).Should().Throw<ArgumentOutOfRangeException>();
    }

    static SequenceTable Read(string field, CsvOptions options) => SequenceTable.ParseCsv($"x;y\n{field};1\n", options: options);
}
