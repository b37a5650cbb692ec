using System.Text;
using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class UntidyTableTests
{
    [Theory]
    [InlineData("a, \"b\", c\n1, \"2.5\", 3\n4, \"3.5\", 6\n")]
    [InlineData("\uFEFF\"a\",\"b\",\"c\"\n\"1\",\"2.5\",\"3\"\n4,3.5,6\n")]
    [InlineData("\uFEFF \"a\" , \"b\" ,c\n 1 ,\"2.5\" , \" 3 \"\n4,3.5,6\n")]
    [InlineData("\uFEFF\uFEFFa;b;c\n1;2.5;3\n4;3.5;6\n")]
    public void Neither_blanks_nor_a_byte_order_mark_before_a_quotation_mark_change_a_field(string text)
    {
        var table = SequenceTable.ParseCsv(text);
        table.FeatureNames.Should().Equal("a", "b", "c");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(1, 2.5f, 3, 4, 3.5f, 6);
        using var folder = new TableFolder();
        SequenceTable.ReadCsv(folder.Write("table.csv", text)).ToSequence(0).Values.Should().Be(table.ToSequence(0).Values);
    }

    [Fact]
    public void A_category_is_one_with_and_without_a_blank_before_its_quotation_mark()
    {
        var table = SequenceTable.ParseCsv("kind,x\n\"p, q\",1\n \"p, q\",2\n \"\",3\n  \"r\"\"s\" ,4\n");
        table.FeatureNames.Should().Equal("kind=p, q", "kind=r\"s", "x");
        table.ToSequence(0).Values.Column(0).Should().Equal(1, 1, float.NaN, 0);
    }

    [Theory]
    [InlineData("a,b\n1,2\n,\n , \n")]
    [InlineData(",\n\na,b\n1,2\n")]
    [InlineData("a\tb\n1\t2\n\t\n\n\t\t\t\n")]
    public void Rows_of_separators_around_a_table_are_left_out(string text) =>
        SequenceTable.ParseCsv(text).ToSequence(0).Values.ToRowMajorArray().Should().Equal(1, 2);

    [Theory]
    [InlineData("id", null)]
    [InlineData(null, "t")]
    public void Rows_of_separators_are_left_out_where_others_say_where_they_belong(string? id, string? time)
    {
        var table = SequenceTable.ParseCsv("id,t,x\n1,1,5\n,,\n1,2,6\n,,\n", id, time);
        table.LengthOf(0).Should().Be(2);
    }

    [Theory]
    [InlineData("a,b\n1,2\n,\n\n , \n3,4\n")]
    [InlineData("a\tb\n1\t2\n\t\n3\t4\n")]
    public void A_row_of_separators_between_steps_of_equal_times_is_refused(string text)
    {
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text)).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 3: a row holds nothing but separators, and others follow*write NA*");
        SequenceTable.ParseCsv("a,b\n1,2\nNA,\n3,4\n").LengthOf(0).Should().Be(3, "one who writes NA means a step");
    }

    [Fact]
    public void A_text_in_utf_16_that_does_not_say_so_is_told()
    {
        using var folder = new TableFolder();
        foreach (var encoding in (Encoding[])[new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)])
        {
            var path = folder.Write("wide.csv", encoding.GetBytes("\"a\",b\n1,2\n"));
            FluentActions.Invoking(() => SequenceTable.ReadCsv(path)).Should().Throw<InvalidDataException>()
                .WithMessage("*wide.csv' has characters of value 0*UTF-16 without a byte order mark*save it in UTF-8.");
        }
    }

    [Fact]
    public void Too_many_classes_are_told_what_helps()
    {
        var text = "x,c\n" + string.Concat(Enumerable.Range(0, 1001).Select(row => $"1,{row}\n"));
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text, label: "c")).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 1002, column 'c': with '1000' there are more than the 1000 different values that a column of "
                + "classes may have; name values that are to be predicted as Target or Targets.");
    }
}
