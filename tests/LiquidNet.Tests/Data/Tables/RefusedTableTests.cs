using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class RefusedTableTests
{
    [Theory]
    [InlineData("", "The text is empty; a header*")]
    [InlineData("\n \n", "The text is empty; a header*")]
    [InlineData("id,t,x,c\n", "The text has a header and no rows.")]
    [InlineData("id,t,x,x\n1,1,1,1\n", "The text has two columns 'x'*")]
    [InlineData("id,t,x\n1,1,1\n", "The text: there is no column 'c'; the header names 'id', 't', 'x'.")]
    [InlineData("id,t,c\n1,1,1\n", "The text: no column is left for features*")]
    [InlineData("id,t,x,c\n1,1,1,0\n1,2,5\n", "The text, line 3: 4 fields are expected but there are 3.")]
    [InlineData("id,t,x,c\n1,1,1,0\n\n1,2,5,0,9\n", "The text, line 4: 4 fields are expected but there are 5.")]
    [InlineData("id,t,x,c\n1,1,1,0\n1,2,five,0\n", "The text, line 3, column 'x': 'five' is none that a model could read*line 2 has a*")]
    [InlineData("id,t,x,c\n1,1,one,0\n1,2,5,0\n", "The text, line 3, column 'x': '5' is a number, but line 2 has none*")]
    [InlineData("id,t,x,c\n1,1,1,0\n1,2,Infinity,0\n", "*line 3, column 'x': *line 2 has one, but is 'Infinity', which is not finite*")]
    [InlineData("id,t,x,c\n1,1,1,0\n1,2,1e39,0\n", "The text, line 3, column 'x': *line 2 has one, but is '1e39', which is too large*")]
    [InlineData("id,t,x,c\n1,soon,1,0\n", "The text, line 2, column 't': a number is expected but is 'soon'; for dates state Unit*")]
    [InlineData("id;t;x;c\n1;1;1,5;0\n", "*line 2, column 'x': a number *but is '1,5', which has a decimal comma: set*','; or*")]
    [InlineData("id;t;x;c\n1;1;2;0\n1;1,5;2;0\n", "*line 3, column 't':*'1,5', which has a decimal comma*DecimalSeparator*dates*")]
    [InlineData("id,t,x,c\n1,,1,0\n", "The text, line 2, column 't': a row has to say when it was, but the field is ''.")]
    [InlineData("id,t,x,c\n,1,1,0\n", "The text, line 2, column 'id': a row has to say*")]
    [InlineData("id,t,x,c\n1,1,1,0\n1,2,1,1\n", "The text, line 3, column 'c': the class '1' differs from '0' in an earlier row*Labels*")]
    [InlineData("id,t,x,c\n1,1,\"1,0\n1,2,1,1\n", "The text, line 2: a quotation mark is opened here and not closed.")]
    [InlineData("id,t,x,c\n5\",1,1,0\n6\",2,1,1\n", "The text, line 2: a quotation mark stands within a field*")]
    [InlineData("id,t,x,c\n1,1,1,\n1,2,1,NA\n", "The text: no row has a class in column 'c'*")]
    public void Faults_are_named_with_line_and_column(string text, string message) =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text, "id", "t", "c")).Should().Throw<InvalidDataException>()
            .WithMessage(message);

    [Theory]
    [InlineData("", "*table.csv' is empty; a header with the names of the columns is expected.")]
    [InlineData("\uFEFF\n \n", "*table.csv' is empty; a header with the names of the columns is expected.")]
    [InlineData("id,x", "*table.csv' has a header and no rows.")]
    [InlineData("id,x\n\n", "*table.csv' has a header and no rows.")]
    public void A_file_without_rows_is_refused_however_it_is_read(string text, string message)
    {
        using var folder = new TableFolder();
        var (path, like) = (folder.Write("table.csv", text), SequenceTable.ParseCsv("id,x\na,1\n", id: "id"));
        Action[] readings =
        [
            () => SequenceTable.ReadCsv(path, id: "id"),
            () => SequenceTable.ReadCsv(path, like.Schema),
            () => _ = SequenceTable.StreamCsv(path, sequences: 2, "id").ToList(),
        ];
        readings.Should().AllSatisfy(reading => reading.Should().Throw<InvalidDataException>().WithMessage(message));
    }

    [Fact]
    public void Options_with_a_null_among_their_texts_are_refused()
    {
        foreach (var (options, name) in ((CsvOptions, string)[])[
            (new() { Missing = [null!] }, "Missing"), (new() { Classes = ["no", null!] }, "Classes")])
        {
            FluentActions.Invoking(() => SequenceTable.ParseCsv("x,y\n1,no\n", label: "y", options: options))
                .Should().Throw<ArgumentException>().WithParameterName("options")
                .WithMessage($"CsvOptions.{name} has a null among its texts.*");
        }
    }

    [Fact]
    public void Quoted_fields_may_hold_separators_lines_and_doubled_marks()
    {
        var table = SequenceTable.ParseCsv("id,x\n\"5\"\" pipe, long\nand old\",1\n \"b\" ,2\n", id: "id");
        table.Ids.Should().HaveCount(2);
        table.Ids[0].Should().Be("5\" pipe, long\nand old");
    }

    [Fact]
    public void A_column_of_free_text_is_no_category()
    {
        var text = "x,note\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"1,note {row}\n"));
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text)).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 102, column 'note': with 'note 100' there are more than the 100 different values*");
        SequenceTable.ParseCsv(text, options: new() { Ignore = ["note"] }).LengthOf(0).Should().Be(200);
    }

    [Theory]
    [InlineData("38.88 kW", '.', ": if it is to be a number, write it as in -1.5, without a unit, *mark between thousands; or list")]
    [InlineData("-5%", '.', ": if it is to be a number, write it as in -1.5, without a unit, *mark between thousands; or list")]
    [InlineData("1.234,5", '.', "*between thousands: set CsvOptions.ThousandsSeparator to '.', and DecimalSeparator to ','; or list")]
    [InlineData("1.234,5", ',', "*which has marks between thousands: set CsvOptions.ThousandsSeparator to '.'; or list")]
    [InlineData("1,234.5 m", ',', "*between thousands, and set CsvOptions.DecimalSeparator to '.' if that is a decimal point; or list")]
    [InlineData("2026-01-31", '.', ": if it is to be a number, *; or list")]
    public void Numbers_that_are_written_as_texts_are_no_categories(string field, char separator, string remedy)
    {
        var options = new CsvOptions { DecimalSeparator = separator };
        var text = $"x;y\noff;1\n{field};2\n?;3\n{field};4\n";
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text, options: options)).Should().Throw<InvalidDataException>().WithMessage(
            $"The text, line 3, column 'x': *, as most fields *look like one, but is '{field}'{remedy} *categorical*ignored.");

        SequenceTable.ParseCsv(text, options: options with { Categorical = ["x"] }).FeatureNames.Should().Equal($"x={field}", "x=off", "y");
        SequenceTable.ParseCsv(text, options: options with { Ignore = ["x"] }).FeatureNames.Should().Equal("y");
        SequenceTable.ParseCsv(text.Replace("?", "on"), options: options).Features.Should().Be(4, "half of the fields are words");
    }

    [Theory]
    [InlineData("$5", ": if it is to be a number, write it as in -1.5, without a unit, a currency or a mark between thousands;*")]
    [InlineData("-€3", ": if it is to be a number, *a currency*")]
    [InlineData("R$ 12", ": if it is to be a number, *a currency*")]
    [InlineData("(5)", ": if it is to be a number, write it as in -1.5, *")]
    [InlineData("\u22125", ": if it is to be a number, write it as in -1.5, *")]
    [InlineData("<0.5", ": if it is to be a number, *")]
    [InlineData(".5x", ": if it is to be a number, *a unit*")]
    [InlineData("1e39", ", which is too large: numbers reach 3.4E+38; use a larger unit;*")]
    [InlineData("-1e400", ", which is too large: numbers reach 1.8E+308; use a larger unit;*")]
    [InlineData("inf", ", which is not finite: leave the field empty where there is no number;*")]
    [InlineData("-Infinity", ", which is not finite*")]
    [InlineData("+\u221E", ", which is not finite*")]
    [InlineData("-nan", ", which is not finite*")]
    [InlineData("nan(ind)", ", which is not finite*")]
    [InlineData("1.#INF", ", which is not finite*")]
    [InlineData("1,5", ", which has a decimal comma: set CsvOptions.DecimalSeparator to ',';*")]
    [InlineData("1,500", ", which has a decimal comma: set * to ',', or set CsvOptions.ThousandsSeparator to ',' if *;*")]
    public void What_looks_like_a_number_is_told_why_it_is_none(string field, string remedy)
    {
        ShouldRefuse($"y;x\n1;off\n2;{field}\n3;{field}\n", 3, "as most fields of the column look like one, ");
        ShouldRefuse($"y;x\n1;7\n2;{field}\n", 3, "as line 2 has one, ");
        ShouldRefuse($"y;x\n1;{field}\n2;7\n", 2, "as line 3 has one, ");
        ShouldRefuse($"y;x\n1;7\n2;{field}\n", 3, "", new() { Target = ["x"] });
        SequenceTable.ParseCsv($"y;x\n1;off\n2;{field}\n").FeatureNames.Should().HaveCount(3, "half of the fields are words");

        void ShouldRefuse(string text, int line, string reason, CsvOptions? options = null) =>
            FluentActions.Invoking(() => SequenceTable.ParseCsv(text, options: options)).Should().Throw<InvalidDataException>()
                .WithMessage($"The text, line {line}, column 'x': a number is expected{(reason.Length > 0 ? ", " : " ")}{reason}but is "
                    + $"'{field}'{(options is null ? remedy : remedy.TrimEnd(';', '*') + "*")}");
    }

    [Theory]
    [InlineData("room 5")]
    [InlineData("#5")]
    [InlineData("[50-60)")]
    [InlineData("information")]
    [InlineData("nano")]
    [InlineData("-")]
    [InlineData("$")]
    public void Words_are_categories_whatever_they_begin_like(string word) =>
        SequenceTable.ParseCsv($"y;x\n1;{word}\n2;{word}\n").FeatureNames.Should().Equal("y", $"x={word}");

    [Fact]
    public void Many_numbers_that_are_written_as_texts_are_told_so()
    {
        var text = "x,power\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"1,{row} kW\n"));
        FluentActions.Invoking(() => SequenceTable.ParseCsv(text)).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 2, column 'power': *look like one, but is '0 kW'*");
    }

    [Fact]
    public void A_line_is_counted_across_fields_of_several_lines() =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv("note,x\n\"a\nb\",1\na,?\na,z\n")).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 5, column 'x'*");

    [Fact]
    public void A_field_that_does_not_end_is_refused()
    {
        var endless = new string('x', 20_000_000);
        FluentActions.Invoking(() => SequenceTable.ParseCsv($"a,b\n1,{endless}\n")).Should().Throw<InvalidDataException>()
            .WithMessage("The text has a row that is too long: is a quotation mark open?");
        FluentActions.Invoking(() => SequenceTable.ParseCsv($"a,b\n1,2\n1,{endless[..100_000]}\n")).Should().Throw<InvalidDataException>()
            .Which.Message.Length.Should().BeLessThan(300);
    }

    [Fact]
    public void Other_encodings_are_refused_not_guessed()
    {
        using var folder = new TableFolder();
        var path = folder.Write("latin.csv", [.. "x,t\n1,"u8, 0xB0, .. "C\n"u8]);
        FluentActions.Invoking(() => SequenceTable.ReadCsv(path)).Should().Throw<InvalidDataException>()
            .WithMessage("*latin.csv' is not in UTF-8; save it so.");
        FluentActions.Invoking(() => SequenceTable.ReadCsv(path + ".gone")).Should().Throw<FileNotFoundException>();
    }

    [Fact]
    public void A_column_that_is_listed_twice_is_refused_before_anything_is_read()
    {
        foreach (var (options, message) in ((CsvOptions, string)[])
            [
                (new() { Features = ["x", "y", "x"] }, "CsvOptions.Features has 'x' twice; each may occur once.*"),
                (new() { Target = ["y", "y"] }, "CsvOptions.Target has 'y' twice; *"),
                (new() { Targets = ["x", "y", "y"] }, "CsvOptions.Targets has 'y' twice; *"),
            ])
        {
            Action[] readings =
            [
                () => SequenceTable.ReadCsv("none.csv", options: options),
                () => SequenceTable.StreamCsv("none.csv", 1, "x", options: options),
            ];
            readings.Should().AllSatisfy(read =>
                read.Should().Throw<ArgumentException>().WithParameterName("options").WithMessage(message));
        }
    }

    [Fact]
    public void A_column_that_is_called_as_a_category_of_another_is_refused()
    {
        const string Text = "ward,x,ward=north\nnorth,1,2\nsouth,1,2\n";
        FluentActions.Invoking(() => SequenceTable.ParseCsv(Text)).Should().Throw<InvalidDataException>().WithMessage(
            "The text: columns 'ward' and 'ward=north' both give a feature 'ward=north'; rename one, or list it to be ignored; the h*");
        SequenceTable.ParseCsv(Text, options: new() { Ignore = ["ward"] }).FeatureNames.Should().Equal("x", "ward=north");
    }

    [Fact]
    public void Two_kinds_of_target_are_refused() =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv("x,c,y\n1,1,1\n", label: "c", options: new() { Targets = ["y"] }))
            .Should().Throw<ArgumentException>().WithMessage("*one kind of target*SequenceLabel and StepValues*");

    [Fact]
    public void A_value_is_no_label()
    {
        const string Text = "id,x,c\n1,1,1\n2,1,0.5\n";

        FluentActions.Invoking(() => SequenceTable.ParseCsv(Text, "id", label: "c")).Should().Throw<InvalidDataException>()
            .WithMessage("The text, line 3, column 'c': '0.5' is a value, not a class; name values * as Target or Targets, or list *");
        SequenceTable.ParseCsv(Text, "id", label: "c", options: new() { Classes = ["0.5", "1"] }).Classes.Should().Be(2);
        SequenceTable.ParseCsv("id,x,c\n1,1,1.0\n2,1,2\n", "id", label: "c").OutputNames.Should().Equal("1.0", "2");
    }

    [Fact]
    public void What_is_to_be_predicted_is_no_feature()
    {
        CsvOptions[] options =
        [
            new() { Features = ["x", "c"], Labels = "c" }, new() { Features = ["c"], Target = ["c"] },
            new() { Features = ["c", "x"], Targets = ["x", "c"] },
        ];

        options.Should().AllSatisfy(given =>
            FluentActions.Invoking(() => SequenceTable.ParseCsv("x,c\n1,1\n", options: given)).Should().Throw<ArgumentException>()
                .WithMessage("Column 'c' is what is to be predicted, and among CsvOptions.Features*SequenceWindows.Forecast*"));
        FluentActions.Invoking(() => SequenceTable.ParseCsv("x,c\n1,1\n", label: "x", options: new() { Features = ["x"] }))
            .Should().Throw<ArgumentException>().WithMessage("Column 'x' is what*");
    }
}
