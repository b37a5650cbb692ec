using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class SurplusFieldTests
{
    const string Untold = "there is one field more than the * that the header names, and nobody can tell which*";

    [Theory]
    [InlineData("a,b,c\n1,2,3,\n4,5,6,\n")]
    [InlineData("a;b;c\n1;2;3; \n4;5;6;\n")]
    [InlineData("a,b,c,\n1,2,3,\n4,5,6,\n")]
    [InlineData("a,b,c\n\"1\",2,3\n4,5,6\n")]
    [InlineData("a,b,c\n\"x\",1,2,3\n\"y\",4,5,6\n")]
    [InlineData("a\tb\tc\n \"x\"\t1\t2\t3\n\"y\"\t4\t5\t6\n")]
    [InlineData(",a,b,c\n7,1,2,3\n7,4,5,6\n")]
    public void What_the_header_does_not_name_is_left_out_where_it_stands(string text)
    {
        var table = SequenceTable.ParseCsv(text);
        table.FeatureNames.Should().Equal("a", "b", "c");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void A_separator_at_the_end_of_rows_moves_no_column_of_a_file_read_like_another()
    {
        using var folder = new TableFolder();
        var train = SequenceTable.ParseCsv("t,x\n0,5\n1,6\n", time: "t");
        var test = SequenceTable.ReadCsv(folder.Write("test.csv", "t,x\n2,7,\n4,8,\n"), train.Schema);
        test.TimesOf(0).Should().Equal(2, 4);
        test.ToSequence(0).Values.ToRowMajorArray().Should().Equal(7, 8);
    }

    [Theory]
    [InlineData("day,temp\n1,20,5\n2,21,3\n3,19,8\n", 2)]
    [InlineData("a;b\n1;2;3\n", 2)]
    [InlineData("a,b\n\"1\",2,\n", 2)]
    [InlineData("a,b\n1,2,\n3,4,5\n", 3)]
    [InlineData("a,b\n\"x\",1,2\n3,4,5\n", 3)]
    [InlineData("id,day,temp\n\"a\",1,20,5\n\"a\",2,21,3\n", 3)]
    public void A_field_more_that_nobody_can_tell_is_refused(string text, int line) =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text)).Should().Throw<InvalidDataException>()
            .WithMessage($"The text, line {line}: {Untold}");

    [Theory]
    [InlineData("a,b\n1,2,\n3,4\n", 3, "3 fields are expected but there are 2.")]
    [InlineData("a,b\n\"x\",1,2\n3,4\n", 3, "3 fields are expected but there are 2.")]
    [InlineData("a,b\n1,2\n3,4,\n", 3, "2 fields are expected but there are 3.")]
    [InlineData("a,b\n1,2,,\n", 2, "2 fields are expected but there are 4.")]
    public void Rows_have_as_many_fields_as_the_first(string text, int line, string message) =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text)).Should().Throw<InvalidDataException>()
            .WithMessage($"The text, line {line}: {message}");
}
