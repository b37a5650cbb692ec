using System.Globalization;
using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Tables;

public sealed class SequenceTableTests
{
    const string Vitals = """
        patient,hour,pulse,ward,died
        b,2,80,north,1
        a,0,60,south,0
        b,0.5,NA,south,1
        a,3,,north,
        b,2,81,,1

        """;

    [Fact]
    public void Rows_are_grouped_and_ordered_and_gaps_are_marked()
    {
        var table = SequenceTable.ParseCsv(Vitals, id: "patient", time: "hour", label: "died");

        table.Ids.Should().Equal("b", "a");
        table.FeatureNames.Should().Equal("pulse", "ward=north", "ward=south");
        table.OutputNames.Should().Equal("0", "1");
        table.TimesOf(0).Should().Equal(0.5, 2, 2);
        var first = table.ToSequence(0);
        first.Label.Should().Be(1);
        first.Timespans.Should().Equal(0, 1.5f, 0);
        first.Values.ToRowMajorArray().Should().Equal(float.NaN, 0, 1, 80, 1, 0, 81, float.NaN, float.NaN);
        var second = table.ToSequence(1);
        second.Label.Should().Be(0);
        second.Timespans.Should().Equal(0, 3);
        second.Values.ToRowMajorArray().Should().Equal(60, 0, 1, float.NaN, 1, 0);
    }

    [Theory]
    [InlineData("\r\n", ",")]
    [InlineData("\n", ";")]
    [InlineData("\r\n", "\t")]
    [InlineData("\n\n", "|")]
    [InlineData("\r", ",")]
    public void Line_ends_and_separators_are_found(string lineEnd, string separator)
    {
        var text = Vitals.ReplaceLineEndings("\n").Replace("\n", lineEnd).Replace(",", separator) + lineEnd + lineEnd;
        var table = SequenceTable.ParseCsv("\uFEFF" + text, "patient", "hour", "died");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(float.NaN, 0, 1, 80, 1, 0, 81, float.NaN, float.NaN);
    }

    [Fact]
    public void Quoted_fields_hold_separators_quotes_and_line_ends()
    {
        var table = SequenceTable.ParseCsv("\"a,b\",kind\n\" 1 \",\"x\"\"y\"\n2,\"p\nq\"\n");
        table.FeatureNames.Should().Equal("a,b", "kind=p\nq", "kind=x\"y");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(1, 0, 1, 2, 1, 0);
    }

    [Fact]
    public void A_row_number_without_a_name_is_left_out()
    {
        var table = SequenceTable.ParseCsv("\"date\",\"light\"\n\"1\",\"2015-02-04 17:51:00\",426\n\"2\",\"2015-02-04 17:52:30\",429.5\n",
            time: "date", options: new() { Unit = TimeSpan.FromMinutes(1) });
        table.FeatureNames.Should().Equal("light");
        table.ToSequence(0).Timespans.Should().Equal(0, 1.5f);
        SequenceTable.ParseCsv(",a\n0,5\n1,6\n").FeatureNames.Should().Equal("a");
    }

    [Theory]
    [InlineData("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00", 1)]
    [InlineData("2026-03-29 23:00", "2026-03-30 00:30", 1.5)]
    [InlineData("29 Mar 2026 23:00", "30 March 2026", 1)]
    [InlineData("2026/03/29 23:00", "2026/03/30", 1)]
    public void Dates_become_timespans_in_the_unit_that_is_stated(string first, string second, float hours)
    {
        var table = SequenceTable.ParseCsv($"t,x\n{first},1\n{second},2\n", time: "t", options: new() { Unit = TimeSpan.FromHours(1) });
        table.ToSequence(0).Timespans.Should().Equal(0, hours);
    }

    [Theory]
    [InlineData("03/29/2026 23:00")]
    [InlineData("03.01.2026 10:00")]
    [InlineData("3-1-2026")]
    public void A_date_whose_month_could_be_its_day_is_refused(string date) =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv($"t,x\n{date},1\n", time: "t", options: new() { Unit = TimeSpan.FromHours(1) }))
            .Should().Throw<InvalidDataException>().WithMessage($"*{date}*the year has to come first*set CsvOptions.DateFormat*");

    [Fact]
    public void A_date_that_has_another_format_than_was_stated_is_refused() =>
        FluentActions.Invoking(() => SequenceTable.ParseCsv("t,x\n2026-03-29,1\n", time: "t", options: new()
        {
            Unit = TimeSpan.FromHours(1),
            DateFormat = "dd.MM.yyyy",
        })).Should().Throw<InvalidDataException>().WithMessage("*2026-03-29*CsvOptions.DateFormat is 'dd.MM.yyyy'*");

    [Fact]
    public void Dates_may_have_a_format_and_numbers_a_decimal_comma()
    {
        var table = SequenceTable.ParseCsv("t;x\n05.01.2026 10:00;1,5\n04.01.2026 10:00;-2e1\n", time: "t", options: new()
        {
            Unit = TimeSpan.FromDays(1),
            DateFormat = "dd.MM.yyyy HH:mm",
            DecimalSeparator = ',',
        });
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(-20, 1.5f);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void The_culture_of_the_machine_changes_nothing(string name)
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = name == "de-DE" ? "," : "/";
        culture.DateTimeFormat.ShortDatePattern = "dd/MM/yyyy";
        CultureInfo.CurrentCulture = culture;
        try
        {
            Quoted_fields_hold_separators_quotes_and_line_ends();
            Rows_are_grouped_and_ordered_and_gaps_are_marked();
            Dates_become_timespans_in_the_unit_that_is_stated("2026/03/29 23:00", "2026/03/30", 1);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_kind_of_target_is_read()
    {
        const string Text = "x,c,y,z\n1,no,0.5,7\n2,,NA,7\n3,yes,2.5,\n";
        SequenceTable.ParseCsv(Text, options: new() { Labels = "c", Ignore = ["y", "z"] })
            .ToSequence(0).Labels.Should().Equal(0, Sequence.MissingLabel, 1);
        var every = SequenceTable.ParseCsv(Text, options: new() { Targets = ["y"], Features = ["x"] });
        every.ToSequence(0).Targets!.ToRowMajorArray().Should().Equal(0.5f, float.NaN, 2.5f);
        every.IsWeighted.Should().BeTrue();
        every.OutputNames.Should().Equal("y");
        SequenceTable.ParseCsv(Text, options: new() { Target = ["z"], Features = ["y", "x"] }).ToSequence(0)
            .Should().Match<Sequence>(sequence => sequence.Target!.Single() == 7 && sequence.Values[0, 1] == 1);
    }

    [Fact]
    public void Classes_that_are_numbers_are_ordered_as_numbers_however_they_are_written()
    {
        var table = SequenceTable.ParseCsv("x,c\n1,10\n1,9\n1,9.0\n", options: new() { Labels = "c" });
        table.OutputNames.Should().Equal("9", "10");
        table.ToSequence(0).Labels.Should().Equal(1, 0, 0);
    }

    [Fact]
    public void Classes_and_categories_whose_numbers_no_double_tells_apart_stay_apart()
    {
        const string Text = "x,c,device\n1,9007199254740993,123456789012345679\n1,9007199254740992,123456789012345678\n";
        var table = SequenceTable.ParseCsv(Text, options: new() { Labels = "c", Categorical = ["device"] });

        table.OutputNames.Should().Equal("9007199254740992", "9007199254740993");
        table.ToSequence(0).Labels.Should().Equal(1, 0);
        table.FeatureNames.Should().Equal("x", "device=123456789012345678", "device=123456789012345679");
        using var folder = new TableFolder();
        var other = folder.Write("other.csv", Text.Replace("740992", "740994"));
        FluentActions.Invoking(() => SequenceTable.ReadCsv(other, table.Schema)).Should().Throw<InvalidDataException>()
            .WithMessage("*9007199254740994*");
    }

    [Fact]
    public void Numbers_may_name_categories()
    {
        var table = SequenceTable.ParseCsv("room,x\n12,1\n7,1\n", options: new() { Categorical = ["room"] });
        table.FeatureNames.Should().Equal("room=7", "room=12", "x");
    }

    [Fact]
    public void A_column_may_hold_one_text_or_nothing()
    {
        var table = SequenceTable.ParseCsv("a,b,c\nx,,1\n,,2\n", options: new() { Categorical = ["b"] });
        table.FeatureNames.Should().Equal("a=x", "b", "c");
        table.ToSequence(0).Values.ToRowMajorArray().Should().Equal(1, float.NaN, 1, float.NaN, float.NaN, 2);
    }

    [Fact]
    public void Reading_a_table_allocates_nothing()
    {
        var table = SequenceTable.ParseCsv(Vitals, "patient", "hour", "died");
        var (features, timespans, labels) = (new float[3], new float[3], new int[1]);
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Read()
        {
            table.ReadStep(0, 1, features);
            table.ReadTimespans(0, timespans);
            table.ReadLabels(0, labels);
        }
    }

    [Fact]
    public void Another_file_is_read_like_the_first()
    {
        using var folder = new TableFolder();
        var train = SequenceTable.ReadCsv(folder.Write("train.csv", Vitals), "patient", "hour", "died");
        var test = SequenceTable.ReadCsv(folder.Write("test.csv", "ward,new,hour,pulse,patient\nsouth,?,1,70,c\n"), train.Schema);
        test.FeatureNames.Should().Equal(train.FeatureNames);
        test.Classes.Should().Be(2);
        test.ToSequence(0).Values.ToRowMajorArray().Should().Equal(70, 0, 1);
        test.ToSequence(0).Label.Should().Be(Sequence.MissingLabel);
        var other = folder.Write("other.csv", "ward,hour,pulse,patient\nsouth,1,70,c\nwest,1,70,c\n");
        FluentActions.Invoking(() => SequenceTable.ReadCsv(other, train.Schema)).Should().Throw<InvalidDataException>()
            .WithMessage("*other.csv', line 3, column 'ward': 'west' is none of the categories 'north', 'south'.");
    }

    [Fact]
    public void A_file_larger_than_memory_comes_in_tables()
    {
        using var folder = new TableFolder();
        var rows = Enumerable.Range(0, 25).Select(row => $"{row / 5},k{row / 20},{row}\n");
        var path = folder.Write("long.csv", "id,kind,x\n" + string.Concat(rows));
        var whole = SequenceTable.ReadCsv(path, "id");
        var parts = SequenceTable.StreamCsv(path, sequences: 2, "id").ToList();
        parts.Select(part => part.Count).Should().Equal(2, 2, 1);
        parts.SelectMany(part => part.Ids).Should().Equal(whole.Ids);
        parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(part.ToSequence))
            .Zip(Enumerable.Range(0, 5).Select(whole.ToSequence))
            .Should().OnlyContain(pair => pair.First.Values.Equals(pair.Second.Values));
        var torn = folder.Write("torn.csv", "id,x\na,1\nb,1\na,2\n");
        FluentActions.Invoking(() => SequenceTable.StreamCsv(torn, 1, "id").ToList()).Should().Throw<InvalidDataException>()
            .WithMessage("*line 4, column 'id': the rows of 'a' do not stand together*");
    }

    [Fact]
    public void A_table_is_cut_at_a_time()
    {
        var table = SequenceTable.ParseCsv(
            "id,t,x\na,2026-01-01,1\na,2026-01-03,2\nb,2026-01-02,3\nb,2026-01-05,4\nc,2026-01-09,5\n", "id", "t",
            options: new() { Unit = TimeSpan.FromDays(1) });
        var (before, from) = table.SplitAt(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        before.Count.Should().Be(2);
        from.Count.Should().Be(3);
        from.ToSequence(0).Timespans.Should().Equal(2);
        from.FeatureNames.Should().Equal("x");
        Enumerable.Range(0, 3).Select(from.IdOf).Should().Equal("a", "b", "c");
        SequenceWindows.Of(from.Subset([2, 1]), 1).IdOf(0).Should().Be("c");
        FluentActions.Invoking(() => table.SplitAt(0.0)).Should().Throw<ArgumentException>().WithMessage("*one part is empty*");
    }

    [Fact]
    public void What_a_table_holds_is_what_a_set_of_its_sequences_holds()
    {
        var table = SequenceTable.ParseCsv(Vitals, "patient", "hour", "died");
        var set = SequenceSet.Of(Enumerable.Range(0, table.Count).Select(table.ToSequence));
        set.ToString().Should().StartWith("2 sequences of 3 features and 2 to 3 steps, ")
            .And.EndWith(", 2 classes (SequenceLabel; 0: 1, 1: 1)");
        table.ToString().Should().StartWith("2 sequences of 3 features (pulse, ").And.EndWith(", 2 classes (SequenceLabel; 0: 1, 1: 1)");
        Enumerable.Range(0, 2).Should().OnlyContain(index => set.ToSequence(index).Values.Equals(table.ToSequence(index).Values));
    }

    [Fact]
    public void A_network_takes_the_names_of_the_table_that_it_is_standardised_by()
    {
        var table = SequenceTable.ParseCsv(Vitals, "patient", "hour", "died");
        var network = LiquidNetwork.Classifier(new LiquidNet.Cells.GruCell(3, 2), table.Classes).Standardized(table.Subset([1, 0]));
        network.FeatureNames.Should().Equal(table.FeatureNames);
        network.OutputNames.Should().Equal("0", "1");
    }
}
