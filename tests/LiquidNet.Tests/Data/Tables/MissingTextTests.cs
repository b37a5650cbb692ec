using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class MissingTextTests
{
    static readonly CsvOptions Sentinels = new() { Missing = ["-999", " - ", "none"] };

    [Fact]
    public void Texts_that_mean_not_measured_are_no_values()
    {
        const string Text = "x,kind,c,y,z\n-999,p,-,1,7\n-999.0,None,yes,-9.99e2,-999\n5,-,no,-,7\n?,p,no,2,\n";
        var table = SequenceTable.ParseCsv(Text, options: Sentinels with { Labels = "c", Ignore = ["y", "z"] });
        table.FeatureNames.Should().Equal("x", "kind=p");
        table.ToSequence(0).Values.ToRowMajorArray().Should()
            .Equal(float.NaN, 1, float.NaN, float.NaN, 5, float.NaN, float.NaN, 1);
        table.OutputNames.Should().Equal("no", "yes");
        table.ToSequence(0).Labels.Should().Equal(Sequence.MissingLabel, 1, 0, 0);
        SequenceTable.ParseCsv(Text, options: Sentinels with { Targets = ["y"], Features = ["x"] })
            .ToSequence(0).Targets!.ToRowMajorArray().Should().Equal(1, float.NaN, float.NaN, 2);
        SequenceTable.ParseCsv(Text, options: Sentinels with { Target = ["z"], Features = ["x"] })
            .ToSequence(0).Target.Should().Equal(7);
    }

    [Fact]
    public void Numbers_are_missing_however_they_are_written_and_no_others()
    {
        var options = new CsvOptions { Missing = ["-999,0"], DecimalSeparator = ',', Categorical = ["room"] };
        var table = SequenceTable.ParseCsv("x;room\n-999;-999,00\n-99,9;7\n", options: options);
        table.FeatureNames.Should().Equal("x", "room=7");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(float.NaN, float.NaN, -99.9f, 1);
        SequenceTable.ParseCsv("x\n-999\n-999.0\n").ToSequence(0).Values.ToRowMajorArray().Should().Equal(-999, -999);
    }

    [Fact]
    public void A_file_read_like_another_misses_what_that_missed()
    {
        using var folder = new TableFolder();
        var train = SequenceTable.ParseCsv("x\n1\n-\n", options: Sentinels);
        SequenceTable.ReadCsv(folder.Write("test.csv", "x\n-999\n2\n"), train.Schema)
            .ToSequence(0).Values.ToRowMajorArray().Should().Equal(float.NaN, 2);
    }

    [Theory]
    [InlineData("-,1,5", "id", "a row has to say to which sequence it belongs, but the field is '-'.")]
    [InlineData("-999.0,1,5", "id", "a row has to say to which sequence it belongs, but the field is '-999.0'.")]
    [InlineData("a,-,5", "t", "a row has to say when it was, but the field is '-'.")]
    [InlineData("a,-999,5", "t", "a row has to say when it was, but the field is '-999'.")]
    public void A_row_whose_sequence_or_time_is_not_known_is_refused(string row, string column, string message) =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv($"id,t,x\n{row}\n", "id", "t", options: Sentinels)).Should()
            .Throw<InvalidDataException>().WithMessage($"The text, line 2, column '{column}': {message}");

    [Fact]
    public void Names_of_sequences_that_mean_missing_elsewhere_are_names() =>
        SequenceTable.ParseCsv("id,x\nNA,1\nFR,2\n", "id", options: Sentinels).Ids.Should().Equal("NA", "FR");
}
