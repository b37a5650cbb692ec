using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class TableSchemaTests : IDisposable
{
    const string Training = "bed;when;parameter;value;outcome\n"
        + "1;31.01.2026 10:00;pulse;1.234,5;died\n1;31.01.2026 12:00;ward;surgery;died\n"
        + "2;01.02.2026 00:00;pulse;-1;lived\n2;01.02.2026 06:00;ward;heart;lived\n";

    readonly TableFolder folder = new();

    public void Dispose() => folder.Dispose();

    static CsvOptions Options => new()
    {
        NamesFrom = "parameter",
        ValuesFrom = "value",
        Duplicates = DuplicateRule.Last,
        Missing = ["-1"],
        Unit = TimeSpan.FromHours(2),
        DateFormat = "dd.MM.yyyy HH:mm",
        DecimalSeparator = ',',
        ThousandsSeparator = '.',
        Classes = ["lived", "died"],
    };

    [Fact]
    public void Another_program_reads_new_data_as_the_training_data_was_read()
    {
        var table = SequenceTable.ReadCsv(folder.Write("train.csv", Training), "bed", "when", "outcome", Options);
        var path = Path.Combine(folder.Name, "beds.schema.json");
        table.Schema.Save(path);

        // Other columns and another order of the parameters; the outcome is not known yet.
        var fresh = SequenceTable.ReadCsv(
            folder.Write("new.csv", "when;bed;value;parameter\n02.02.2026 08:00;7;heart;ward\n02.02.2026 11:00;7;2.000,5;pulse\n"),
            TableSchema.Load(path));

        fresh.FeatureNames.Should().Equal(table.FeatureNames).And.Equal("pulse", "ward=heart", "ward=surgery");
        fresh.OutputNames.Should().Equal("lived", "died");
        var sequence = fresh.ToSequence(0);
        sequence.Timespans.Should().Equal(0, 1.5f);
        sequence.Values.Row(0).Should().Equal(float.NaN, 1, 0);
        sequence.Values.Row(1).Should().Equal(2000.5f, float.NaN, float.NaN);
        sequence.Label.Should().Be(Sequence.MissingLabel);
    }

    [Fact]
    public void All_that_was_said_and_found_is_kept()
    {
        var table = SequenceTable.ReadCsv(folder.Write("train.csv", Training), "bed", "when", "outcome", Options);
        var (first, second) = (Path.Combine(folder.Name, "first.json"), Path.Combine(folder.Name, "second.json"));
        table.Schema.Save(first);

        var loaded = TableSchema.Load(first);
        loaded.Save(second);

        File.ReadAllText(second).Should().Be(File.ReadAllText(first));
        loaded.ToString().Should().Be("TableSchema: pulse, ward=heart, ward=surgery -> lived, died");
    }

    [Fact]
    public void Classes_that_were_found_keep_their_places_and_numbers_their_spellings()
    {
        var table = SequenceTable.ReadCsv(
            folder.Write("train.csv", "x,k\n1,10\n2,9\n"), options: new() { Categorical = ["x"], Labels = "k" });
        var path = Path.Combine(folder.Name, "schema.json");
        table.Schema.Save(path);

        var fresh = SequenceTable.ReadCsv([folder.Write("a.csv", "x,k\n2.0,10.0\n")], TableSchema.Load(path));

        fresh.OutputNames.Should().Equal("9", "10");
        fresh.ToSequence(0).Labels.Should().Equal(1);
        fresh.ToSequence(0).Values.Row(0).Should().Equal(0, 1);
    }

    [Theory]
    [InlineData("", "*no schema of a table*")]
    [InlineData("null", "*no schema of a table*")]
    [InlineData("{}", "*version*")]
    [InlineData("\"decimalSeparator\": \",\",", "*decimalSeparator*")]
    [InlineData("\"version\": 1", "*version 2 is not 1*", "\"version\": 2")]
    [InlineData("\"decimalSeparator\": \",\"", "*point or a comma*", "\"decimalSeparator\": \"x\"")]
    [InlineData("\"unit\": \"02:00:00\"", "*value*", "\"unit\": \"-02:00:00\"")]
    [InlineData("\"missing\": [", "*missing*", "\"missing\": null, \"nothing\": [")]
    [InlineData("\"surgery\"", "*twice*", "\"heart\"")]
    [InlineData("\"classes\": [", "*klasses*", "\"klasses\": [")]
    public void What_is_no_schema_is_refused(string text, string message, string? replacement = null)
    {
        var path = Path.Combine(folder.Name, "schema.json");
        SequenceTable.ReadCsv(folder.Write("train.csv", Training), "bed", "when", "outcome", Options).Schema.Save(path);
        var whole = File.ReadAllText(path);
        if (text.Length > 4)
            whole.Should().Contain(text);
        File.WriteAllText(path, text.Length > 4 ? whole.Replace(text, replacement ?? "", StringComparison.Ordinal) : text);

        FluentActions.Invoking(() => TableSchema.Load(path)).Should().Throw<InvalidDataException>()
            .WithMessage(message).Which.Message.Should().Contain(path);
    }

    [Theory]
    [InlineData("categories")]
    [InlineData("classes")]
    public void Lists_that_are_empty_are_refused(string list)
    {
        var path = Path.Combine(folder.Name, "schema.json");
        SequenceTable.ReadCsv(folder.Write("train.csv", Training), "bed", "when", "outcome", Options).Schema.Save(path);
        var whole = File.ReadAllText(path);

        // The last of that name: the options list classes too.
        var start = whole.IndexOf('[', whole.LastIndexOf($"\"{list}\"", StringComparison.Ordinal));
        File.WriteAllText(path, whole.Remove(start + 1, whole.IndexOf(']', start) - start - 1));

        FluentActions.Invoking(() => TableSchema.Load(path)).Should().Throw<InvalidDataException>().WithMessage("*list*is empty*");
    }
}
