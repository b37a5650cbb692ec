using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class ListedClassesTests
{
    const string Text = "x,c\n1,ja\n2,nein\n3,\n4,ja\n";

    [Fact]
    public void Classes_are_numbered_as_they_are_listed()
    {
        var table = SequenceTable.ParseCsv(Text, options: new() { Labels = "c", Classes = ["nein", "ja", "offen"] });
        table.OutputNames.Should().Equal("nein", "ja", "offen");
        table.Classes.Should().Be(3);
        table.ToSequence(0).Labels.Should().Equal(1, 0, Sequence.MissingLabel, 1);
        SequenceTable.ParseCsv("x,c\n1,ja\n", label: "c", options: new() { Classes = ["nein", "ja"] }).ToSequence(0).Label.Should().Be(1);
    }

    [Fact]
    public void Classes_that_are_numbers_may_be_written_otherwise_than_listed()
    {
        var table = SequenceTable.ParseCsv("x,c\n1,1.0\n2,02\n", options: new() { Labels = "c", Classes = ["2", "1"] });
        table.OutputNames.Should().Equal("2", "1");
        table.ToSequence(0).Labels.Should().Equal(1, 0);
    }

    [Fact]
    public void A_file_read_like_another_and_one_read_in_parts_have_the_listed_classes()
    {
        using var folder = new TableFolder();
        var options = new CsvOptions { Classes = ["nein", "ja"] };
        var path = folder.Write("a.csv", "id,x,c\n1,1,ja\n2,2,ja\n");
        SequenceTable.StreamCsv(path, 1, "id", label: "c", options: options)
            .Should().AllSatisfy(part => part.ToSequence(0).Label.Should().Be(1));
        var like = SequenceTable.ReadCsv(path, "id", label: "c", options: options);
        SequenceTable.ReadCsv(folder.Write("b.csv", "id,x,c\n1,1,nein\n"), like.Schema).ToSequence(0).Label.Should().Be(0);
    }

    [Fact]
    public void A_class_that_is_not_listed_is_refused_with_its_place() =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv(Text, options: new() { Labels = "c", Classes = ["ja", "no"] })).Should()
            .Throw<InvalidDataException>().WithMessage("The text, line 3, column 'c': 'nein' is none of the classes 'ja', 'no'.");

    [Fact]
    public void A_file_without_any_class_is_refused_with_listed_classes_too() =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv("x,c\n1,\n", label: "c", options: new() { Classes = ["a", "b"] })).Should()
            .Throw<InvalidDataException>().WithMessage("The text: no row has a class in column 'c'*");

    [Fact]
    public void A_list_that_no_file_can_follow_is_refused_before_anything_is_read()
    {
        foreach (var (label, classes, message) in ((string?, string[], string)[])
            [
                (null, ["a", "b"], "CsvOptions.Classes are listed, but no column of classes is named*"),
                ("c", [], "CsvOptions.Classes is empty*"),
                ("c", ["a", "b", "a"], "CsvOptions.Classes has 'a' twice*"),
                ("c", ["1", "2", "1.0"], "CsvOptions.Classes has '1.0' twice*"),
                ("c", ["a", "?"], "CsvOptions.Classes has '?', which means that a class is missing*"),
                ("c", ["a", "-"], "CsvOptions.Classes has '-', which means that a class is missing*"),
            ])
        {
            var options = new CsvOptions { Classes = classes, Missing = ["-"] };
            FluentActions.Invoking(() => SequenceTable.ReadCsv("none.csv", label: label, options: options)).Should()
                .Throw<ArgumentException>().WithParameterName("options").WithMessage(message);
        }
    }
}
