using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class LongTableTests : IDisposable
{
    const string Text = """
        patient,time,parameter,value,died
        1,0,HR,80,no
        1,0,Temp,36.5,no
        2,1,Temp,37,yes
        1,2,HR,NA,no
        1,1,HR,82,no
        2,1,Ward,ICU,yes
        2,0,HR,90,yes

        """;

    static readonly CsvOptions Long = new() { NamesFrom = "parameter", ValuesFrom = "value" };
    readonly TableFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_variable_becomes_a_feature_and_readings_of_one_time_one_step()
    {
        var table = SequenceTable.ParseCsv(Text, "patient", "time", "died", Long);
        table.FeatureNames.Should().Equal("HR", "Temp", "Ward=ICU");
        table.Ids.Should().Equal("1", "2");
        table.TimesOf(0).Should().Equal(0, 1, 2);
        Values(table, 0).Should().Equal(80, 36.5f, float.NaN, 82, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN);
        Values(table, 1).Should().Equal(90, float.NaN, float.NaN, float.NaN, 37, 1);
        table.ToSequence(0).Timespans.Should().Equal(0, 1, 1);
        table.OutputNames.Should().Equal("no", "yes");
        table.ToSequence(1).Label.Should().Be(1);
    }

    [Fact]
    public void Features_are_the_variables_that_are_listed_and_rows_of_others_make_no_step()
    {
        var table = SequenceTable.ParseCsv(Text, "patient", "time", options: Long with { Features = ["Temp"] });
        Values(table, 0).Should().Equal(36.5f);
        Values(table, 1).Should().Equal(37);
        SequenceTable.ParseCsv(Text, "patient", "time", options: Long with { Ignore = ["HR", "Ward"] }).FeatureNames.Should().Equal("Temp");
        SequenceTable.ParseCsv(Text, "patient", "time", options: Long with { Features = ["Temp", "HR"] }).FeatureNames.Should()
            .Equal("Temp", "HR");
        FluentActions.Invoking(() => SequenceTable.ParseCsv(Text, "patient", "time", options: Long with { Features = ["Ward"] })).Should()
            .Throw<InvalidDataException>().WithMessage("The text, line 2: no row of '1' has a reading of a feature*");
    }

    [Fact]
    public void It_is_streamed_read_from_several_files_and_like_an_earlier_table()
    {
        string[] paths =
        [
            folder.Write("a.csv", "id,t,name,v\n1,0,x,1\n1,0,y,2\n2,0,y,3\n"), folder.Write("b.csv", "t,name,v,id\n0,x,4,2\n1,z,5,2\n"),
        ];
        var options = new CsvOptions { NamesFrom = "name", ValuesFrom = "v" };
        var parts = SequenceTable.StreamCsv(paths, 1, "id", "t", options: options).ToList();
        parts.Should().HaveCount(2).And.AllSatisfy(part => part.FeatureNames.Should().Equal("x", "y", "z"));
        Values(parts[1], 0).Should().Equal(4, 3, float.NaN, float.NaN, float.NaN, 5);

        var like = SequenceTable.ReadCsv(folder.Write("c.csv", "id,t,v,name\n9,0,7,y\n9,0,8,new\n"), parts[0].Schema);
        Values(like, 0).Should().Equal(float.NaN, 7, float.NaN);
    }

    [Theory]
    [InlineData(DuplicateRule.First, 1)]
    [InlineData(DuplicateRule.Last, 6)]
    [InlineData(DuplicateRule.Mean, 3)]
    public void Two_readings_at_one_time_follow_the_rule(DuplicateRule rule, float value) => Values(SequenceTable.ParseCsv(
        "time,parameter,value\n0,x,1\n0,x,2\n0,x,NA\n0,x,6\n", time: "time", options: Long with { Duplicates = rule }), 0).Should()
            .Equal(value);

    [Theory]
    [InlineData("0,x,1\n0,x,1\n", DuplicateRule.Refuse, "3, column 'value': there is a reading of 'x' at this time*Duplicates.")]
    [InlineData("0,x,a\n0,x,b\n", DuplicateRule.Mean, "3, column 'value': there is a reading of 'x' *no mean; *Duplicates.")]
    [InlineData("0,x,1\n1,,1\n", DuplicateRule.Refuse, "3, column 'parameter': a row has to name the variable *")]
    [InlineData("0,x,1\n1,x,z\n", DuplicateRule.Refuse, "3, column 'x': 'z' is none that a model could read as a number, *")]
    [InlineData("0,x,1\nNA,x,1\n", DuplicateRule.Refuse, "3, column 'time': a row has to say when it was*")]
    public void Faults_of_readings_name_line_and_column(string rows, DuplicateRule rule, string message) =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv(
            "time,parameter,value\n" + rows, time: "time", options: Long with { Duplicates = rule })).Should()
            .Throw<InvalidDataException>().WithMessage("The text, line " + message);

    [Fact]
    public void Variables_and_columns_that_are_not_there_are_refused()
    {
        Reading(Long with { Features = ["HR", "Na"] }).Should().Throw<InvalidDataException>()
            .WithMessage("*column 'parameter': no row has the variable 'Na'; there are 'HR', 'Temp', 'Ward'.");
        Reading(Long with { Ignore = ["HR", "Temp", "Ward"] }).Should().Throw<InvalidDataException>().WithMessage("*no variable is left*");
        Reading(Long with { ValuesFrom = "v" }).Should().Throw<InvalidDataException>().WithMessage("The text: there is no column 'v'; *");
        Reading(new() { NamesFrom = "parameter" }).Should().Throw<ArgumentException>().WithMessage("*go together*");
        Reading(new() { ValuesFrom = "value" }).Should().Throw<ArgumentException>().WithMessage("*go together*");
        Reading(new() { Duplicates = DuplicateRule.Mean }).Should().Throw<ArgumentException>().WithMessage("*set NamesFrom*");
        Reading(Long with { ValuesFrom = "parameter" }).Should().Throw<ArgumentException>().WithMessage("*are one column*");
        Reading(Long with { Labels = "died" }).Should().Throw<ArgumentException>().WithMessage("*not with Labels or Targets*");
        FluentActions.Invoking(() => SequenceTable.ParseCsv(Text, "patient", options: Long)).Should().Throw<ArgumentException>()
            .WithParameterName("options").WithMessage("*NamesFrom expects a column of time*");

        static Action Reading(CsvOptions options) => () => SequenceTable.ParseCsv(Text, "patient", "time", options: options);
    }

    [Fact]
    public void More_variables_than_anyone_measures_are_refused() =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv(
            "time,parameter,value\n" + string.Concat(Enumerable.Range(0, 10_001).Select(row => $"0,v{row},1\n")), time: "time",
            options: Long)).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 10002, column 'parameter': with 'v10000' there are more than 10000 variables; *");

    static float[] Values(SequenceTable table, int index) => table.ToSequence(index).Values.ToRowMajorArray();
}
