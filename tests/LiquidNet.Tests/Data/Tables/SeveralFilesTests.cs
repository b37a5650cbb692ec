using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class SeveralFilesTests : IDisposable
{
    readonly TableFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_file_is_a_sequence_named_by_it()
    {
        var table = SequenceTable.ReadCsv(
            [folder.Write("p2.csv", "t,x,kind,c\n3,30,b,1\n1,10,a,1\n"), folder.Write("p1.txt", "c,kind,x,t\n0,d,50,7\n")],
            time: "t", label: "c");
        table.Ids.Should().Equal("p2", "p1");
        table.IdOf(1).Should().Be("p1");
        table.FeatureNames.Should().Equal("x", "kind=a", "kind=b", "kind=d");
        table.OutputNames.Should().Equal("0", "1");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(10, 1, 0, 0, 30, 0, 1, 0);
        table.ToSequence(0).Timespans.Should().Equal(0, 2);
        table.ToSequence(1).Values.ToRowMajorArray().Should().Equal(50, 0, 0, 1);
        (table.ToSequence(0).Label, table.ToSequence(1).Label).Should().Be((1, 0));
    }

    [Fact]
    public void Files_of_one_name_are_told_apart_by_their_paths()
    {
        Directory.CreateDirectory(Path.Combine(folder.Name, "s1"));
        Directory.CreateDirectory(Path.Combine(folder.Name, "s2"));
        string[] paths = [folder.Write("s1/run.csv", "x\n1\n"), folder.Write("s2/run.csv", "x\n2\n"), folder.Write("other.csv", "x\n3\n")];
        SequenceTable.ReadCsv(paths).Ids.Should().Equal(paths[0], paths[1], "other");
        FluentActions.Invoking(() => SequenceTable.ReadCsv([paths[0], paths[1], Path.Combine(folder.Name, "s2", "..", "s1", "run.csv")]))
            .Should().Throw<ArgumentException>().WithParameterName("paths").WithMessage("*run.csv' twice*");
    }

    [Fact]
    public void Rows_of_one_sequence_may_stand_in_several_files()
    {
        var table = SequenceTable.ReadCsv(
            [folder.Write("a.csv", "id,t,x\n1,2,12\n2,0,20\n"), folder.Write("b.csv", "id,t,x\n1,1,11\n3,0,30\n1,2,13\n")], "id", "t");
        table.Ids.Should().Equal("1", "2", "3");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(11, 12, 13);
    }

    [Fact]
    public void Files_are_read_like_an_earlier_table()
    {
        var train = SequenceTable.ReadCsv([folder.Write("a.csv", "x,k\n1,p\n"), folder.Write("b.csv", "x,k\n2,q\n")]);
        var test = SequenceTable.ReadCsv([folder.Write("c.csv", "k,new,x\nq,5,3\n"), folder.Write("d.csv", "x,k\n4,p\n")], train.Schema);
        test.Ids.Should().Equal("c", "d");
        test.FeatureNames.Should().Equal(train.FeatureNames);
        test.ToSequence(0).Values.ToRowMajorArray().Should().Equal(3, 0, 1);
        SequenceTable.ReadCsv(folder.Write("e.csv", "x,k\n4,p\n"), train.Schema).Ids.Should().Equal("");
    }

    [Fact]
    public void Files_that_are_together_larger_than_memory_are_read_some_sequences_at_a_time()
    {
        string[] paths =
        [
            folder.Write("a.csv", "id,t,x\n1,1,11\n1,2,12\n2,0,20\n"), folder.Write("b.csv", "t,x,id\n1,21,2\n0,30,3\n"),
        ];
        var parts = SequenceTable.StreamCsv(paths, sequences: 2, "id", "t").ToList();
        parts.Select(part => string.Join(" ", part.Ids)).Should().Equal("1 2", "3");
        parts[0].ToSequence(1).Values.ToRowMajorArray().Should().Equal(20, 21);

        SequenceTable.StreamCsv(paths, sequences: 1, options: new() { Ignore = ["id", "t"] }).Select(part => part.ToString())
            .Should().Equal(
                "1 sequence of 1 feature (x) and 3 steps, no target", "1 sequence of 1 feature (x) and 2 steps, no target");
        paths = [.. paths, folder.Write("c.csv", "id,t,x\n1,3,13\n")];
        FluentActions.Invoking(() => SequenceTable.StreamCsv(paths, 1, "id").ToList()).Should().Throw<InvalidDataException>()
            .WithMessage("*c.csv', line 2, column 'id': the rows of '1' do not stand together; *");
        FluentActions.Invoking(() => SequenceTable.StreamCsv(paths, 0, "id")).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("sequences");
    }

    [Theory]
    [InlineData("x,y\n1,2\n", "x\n3\n", "*b.csv': there is no column 'y', which '*a.csv' has; the header names 'x'.")]
    [InlineData("x\n1\n", "x,y\n1,2\n", "*b.csv': column 'y' is not in '*a.csv'; the header names 'x', 'y'.")]
    [InlineData("x\n1\n", "x\nNaN\nz\n", "*b.csv', line 3, column 'x': 'z' is none*, but line 2 of '*a.csv' has a number; *")]
    [InlineData("x\n1\n", "x\n$5\n", "*b.csv', line 2, column 'x': a number is expected, as line 2 of '*a.csv' has one, but is '$5'*")]
    [InlineData("x\n$5\n", "x\n1\n", "*a.csv', line 2, column 'x': a number is expected, as line 2 of '*b.csv' has one, but is '$5'*")]
    [InlineData("x\n$5\n", "x\n$6\n", "*a.csv', line 2, column 'x': a number is expected, as most fields*")]
    [InlineData("x\n1\n", "x\n", "*b.csv' has a header and no rows.")]
    [InlineData("x\n1\n", "", "*b.csv' is empty*")]
    [InlineData("x,y\n1,2\n", "y,x\n1,2\n3\n", "*b.csv', line 3: 2 fields*")]
    public void Faults_name_the_file(string first, string second, string message) =>
        FluentActions.Invoking(() => SequenceTable.ReadCsv([folder.Write("a.csv", first), folder.Write("b.csv", second)]))
            .Should().Throw<InvalidDataException>().WithMessage(message);

    [Fact]
    public void What_no_file_has_is_told_of_all()
    {
        string[] paths = [folder.Write("a.csv", "x,c\n1,\n"), folder.Write("b.csv", "x,c\n1,\n")];
        FluentActions.Invoking(() => SequenceTable.ReadCsv(paths, label: "c")).Should().Throw<InvalidDataException>()
            .WithMessage("*a.csv' and 1 more: no row has a class in column 'c'*");
        SequenceTable.ReadCsv([paths[0], folder.Write("c.csv", "x,c\n1,q\n")], label: "c").Classes.Should().Be(1);
        FluentActions.Invoking(() => SequenceTable.ReadCsv([])).Should().Throw<ArgumentException>().WithParameterName("paths");
        FluentActions.Invoking(() => SequenceTable.ReadCsv([paths[0], ""])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => SequenceTable.ReadCsv([paths[0], "none.csv"])).Should().Throw<FileNotFoundException>();
    }
}
