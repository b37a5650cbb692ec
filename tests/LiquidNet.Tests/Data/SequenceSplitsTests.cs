using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Data;

public sealed class SequenceSplitsTests
{
    /// <summary>A fifth of the sequences are of class 1; the value is the index.</summary>
    static readonly SequenceSet Labelled = SequenceSet.Of(Enumerable.Range(0, 50)
        .Select(index => new Sequence(Matrix<float>.Build.Dense(2, 1, index)) { Label = index < 10 ? 1 : 0 }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Strata_keep_their_shares(int seed)
    {
        var (first, second) = Labelled.SplitStratified(0.8, seed);
        (Rare(first), first.Count, Rare(second), second.Count).Should().Be((8, 40, 2, 10));
        Contents(first).Concat(Contents(second)).Order().Should().Equal(Enumerable.Range(0, 50).Select(index => (float)index));
        Contents(Labelled.SplitStratified(0.8, seed).First).Should().Equal(Contents(first));
        Contents(Labelled.SplitStratified(0.8, seed + 1).First).Should().NotEqual(Contents(first));
    }

    [Theory]
    [InlineData(0.2, new[] { 3, 3, 3, 3, 3 }, 3)]
    [InlineData(0.2, new[] { 2, 2, 2, 2, 2 }, 2)]
    [InlineData(0.5, new[] { 5, 5, 5, 5 }, 10)]
    [InlineData(0.8, new[] { 7, 1, 1, 1 }, 8)]
    [InlineData(0.3, new[] { 49, 1 }, 15)]
    public void Strata_together_are_the_share_and_each_is_rounded_down_or_up(double fraction, int[] sizes, int expected)
    {
        int[] labels = [.. sizes.SelectMany((size, label) => Enumerable.Repeat(label, size))];
        var set = SequenceSet.Of(labels.Select(label => new Sequence(Matrix<float>.Build.Dense(1, 1)) { Label = label }));

        var (first, _) = set.SplitStratified(fraction, seed: 2);

        first.Count.Should().Be(expected);
        for (var label = 0; label < sizes.Length; label++)
        {
            Enumerable.Range(0, first.Count).Count(index => first.ToSequence(index).Label == label)
                .Should().BeOneOf((int)(sizes[label] * fraction), (int)(sizes[label] * fraction) + 1);
        }
    }

    [Fact]
    public void Three_parts_hold_all_and_each_has_its_share()
    {
        var (training, validation, test) = Labelled.Split(training: 0.6, validation: 0.2, seed: 3);
        (training.Count, validation.Count, test.Count).Should().Be((30, 10, 10));
        ShouldBeAll(training, validation, test);
        (training, validation, test) = Labelled.SplitStratified(training: 0.6, validation: 0.2, seed: 3);
        (training.Count, validation.Count, test.Count).Should().Be((30, 10, 10));
        (Rare(training), Rare(validation), Rare(test)).Should().Be((6, 2, 2));
        ShouldBeAll(training, validation, test);

        static void ShouldBeAll(params SequenceSet[] parts) => parts.SelectMany(Contents).Order().Should()
            .Equal(Enumerable.Range(0, 50).Select(index => (float)index));
    }

    [Fact]
    public void Three_parts_of_time_follow_each_other()
    {
        var series = SequenceSet.Of([.. ((int[])[10, 2]).Select(length =>
            new Sequence(Matrix<float>.Build.Dense(length, 1, (step, _) => step)))]);
        var (training, validation, test) = series.SplitByTime(training: 0.6, validation: 0.2);
        training.ToSequence(0).Values.Column(0).Should().Equal(0, 1, 2, 3, 4, 5);
        validation.ToSequence(0).Values.Column(0).Should().Equal(6, 7);
        test.ToSequence(0).Values.Column(0).Should().Equal(8, 9);
        (training.Count, validation.Count, test.Count).Should().Be((2, 2, 1), "two steps are too few for three parts");
    }

    [Theory]
    [InlineData(0.8, 0.2)]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0)]
    [InlineData(double.NaN, 0.5)]
    public void Three_parts_that_would_not_all_have_something_are_refused(double training, double validation)
    {
        foreach (var split in (Action[])
        [
            () => Labelled.Split(training, validation), () => Labelled.SplitStratified(training, validation),
            () => Labelled.SplitByTime(training, validation),
        ])
        {
            split.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(training)).WithMessage("*leave a part empty*");
        }

        FluentActions.Invoking(() => Labelled.Take(2).Split(0.4, 0.3)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Labelled.SplitByTime(0.4, 0.1)).Should().Throw<ArgumentOutOfRangeException>("of two steps each");
    }

    [Fact]
    public void Groups_stay_together()
    {
        var groups = Enumerable.Range(0, 50).Select(index => $"patient {index / 7}").ToArray();
        var (first, second) = Labelled.SplitByGroup(groups, 0.5);
        GroupsOf(first).Should().NotIntersectWith(GroupsOf(second));
        first.Count.Should().BeOneOf(22, 28);
        var folds = Labelled.FoldsByGroup(groups, 3);
        foreach (var (training, validation) in folds)
            GroupsOf(training).Should().NotIntersectWith(GroupsOf(validation));
        folds.Sum(fold => fold.Validation.Count).Should().Be(50);
        folds.Select(fold => fold.Validation.Count).Should().OnlyContain(count => count >= 14 && count <= 21);

        IEnumerable<string> GroupsOf(SequenceSet part) => Contents(part).Select(index => groups[(int)index]).Distinct();
    }

    [Theory]
    [InlineData(0.2, 10, 40, 5, 5)]
    [InlineData(0.1, 5, 40, 5, 5)]
    [InlineData(0.01, 5, 40, 5, 5)]
    [InlineData(0.99, 45, 40, 5, 5)]
    [InlineData(0.8, 40, 40, 5, 5)]
    [InlineData(0.2, 25, 25, 25)]
    public void Whole_groups_come_as_near_to_their_share_as_drawing_lets_them(double fraction, int expected, params int[] sizes)
    {
        int[] groups = [.. sizes.SelectMany((size, group) => Enumerable.Repeat(group, size))];

        for (var seed = 0; seed < 20; seed++)
            Labelled.SplitByGroup(groups, fraction, seed).First.Count.Should().Be(expected);
    }

    [Fact]
    public void Folds_of_whole_groups_are_as_even_as_their_sizes_let_them()
    {
        int[] sizes = [5, 5, 25, 5, 10];
        int[] groups = [.. sizes.SelectMany((size, group) => Enumerable.Repeat(group, size))];

        for (var seed = 0; seed < 20; seed++)
            Labelled.FoldsByGroup(groups, 2, seed).Select(fold => fold.Validation.Count).Should().Equal(25, 25);
    }

    [Fact]
    public void Folds_hold_every_sequence_once_and_every_class_in_its_share()
    {
        var folds = Labelled.Folds(5, seed: 3);
        folds.Should().OnlyContain(fold => fold.Training.Count == 40 && fold.Validation.Count == 10 && Rare(fold.Validation) == 2);
        folds.SelectMany(fold => Contents(fold.Validation)).Order().Should().Equal(Enumerable.Range(0, 50).Select(index => (float)index));
        folds.Should().OnlyContain(fold => !Contents(fold.Training).Intersect(Contents(fold.Validation)).Any());
    }

    [Fact]
    public void A_cut_in_time_leaves_the_future_out_of_the_first_part()
    {
        var series = new Sequence(Matrix<float>.Build.Dense(10, 1, (step, _) => step)) { Targets = Matrix<float>.Build.Dense(10, 1, 1) };
        var (earlier, later) = SequenceSet.Of([series, series]).SplitByTime(0.7);
        earlier.ToSequence(1).Values.Column(0).Should().Equal(0, 1, 2, 3, 4, 5, 6);
        later.ToSequence(1).Values.Column(0).Should().Equal(7, 8, 9);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.1)]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(0.999)]
    [InlineData(1)]
    [InlineData(1.1)]
    public void A_share_that_leaves_a_part_empty_is_refused_by_every_split_alike(double fraction)
    {
        var groups = Enumerable.Range(0, 50).Select(index => index / 2).ToArray();
        var series = SequenceSet.Of([Steps(10), Steps(20)]);
        var splits = new List<Action>
        {
            () => Labelled.Split(fraction), () => Labelled.SplitStratified(fraction), () => series.SplitByTime(fraction),
        };
        if (fraction is not (> 0 and < 1))
            splits.Add(() => Labelled.SplitByGroup(groups, fraction));
        else
            Labelled.SplitByGroup(groups, fraction).First.Count.Should().Be(fraction < 0.5 ? 2 : 48, "of groups it is one at least");
        foreach (var split in splits)
        {
            split.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(fraction))
                .WithMessage("Splitting * at * would leave a part empty; choose a fraction between 0 and 1*");
        }
    }

    [Fact]
    public void A_sequence_too_short_for_a_step_in_each_part_is_in_the_one_that_its_share_rounds_to()
    {
        var set = SequenceSet.Of([Steps(1), Steps(3), Steps(20)]);
        Lengths(set.SplitByTime(0.1)).Should().Equal(2, 0, 1, 3, 18);
        Lengths(set.SplitByTime(0.9)).Should().Equal(1, 3, 18, 0, 2);

        // With a zero between the parts.
        static IEnumerable<int> Lengths((SequenceSet Earlier, SequenceSet Later) parts) =>
            [.. Of(parts.Earlier), 0, .. Of(parts.Later)];

        static IEnumerable<int> Of(SequenceSet part) => Enumerable.Range(0, part.Count).Select(part.LengthOf);
    }

    [Fact]
    public void Parts_that_would_be_empty_are_refused()
    {
        FluentActions.Invoking(() => Labelled.SplitByGroup(new int[50], 0.5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Labelled.SplitByGroup([1], 0.5)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Labelled.Folds(1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Labelled.FoldsByGroup(new int[50], 2)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Windows_of_one_series_are_kept_together_by_their_ids()
    {
        var rows = Enumerable.Range(0, 60).Select(row => $"series {row / 10},{row}\n");
        var table = SequenceTable.ParseCsv("id,x\n" + string.Concat(rows), id: "id");
        var windows = SequenceWindows.Of(table, length: 4, stride: 2).Forecast("x");
        windows.Ids.Should().HaveCount(windows.Count).And.StartWith(["series 0", "series 0", "series 0", "series 1"]);
        windows.Ids[windows.Count - 1].Should().Be("series 5");
        table.Ids.Should().Equal("series 0", "series 1", "series 2", "series 3", "series 4", "series 5");
        windows.Subset([3, 0]).Ids.Should().Equal("series 1", "series 0");

        var (train, test) = windows.SplitByGroup(windows.Ids, 0.7);
        train.Ids.Intersect(test.Ids).Should().BeEmpty();
        var options = new CrossValidationOptions { Training = new() { Epochs = 1 }, Groups = windows.Ids };
        CrossValidation.Run(seed => LiquidNetwork.Regressor(new GruCell(1, 2, seed), outputs: 1, seed), windows, folds: 3, options)
            .Runs.Should().AllSatisfy(run => run.TestCount.Should().Be(6, "two series of three windows"));
    }

    [Fact]
    public void A_group_that_is_null_is_named()
    {
        string[] groups = [.. Enumerable.Range(0, 50).Select(index => index < 3 ? "a" : null!)];
        foreach (var use in (Action[])
            [
                () => Labelled.SplitByGroup(groups, 0.5), () => Labelled.FoldsByGroup(groups, 2),
                () => CrossValidation.Run(_ => throw new InvalidOperationException(), Labelled, 3, new() { Groups = groups }),
            ])
        {
            use.Should().Throw<ArgumentException>().WithMessage("The group of sequence 3 is null*");
        }
    }

    static Sequence Steps(int length) => new(Matrix<float>.Build.Dense(length, 1, 1));

    static int Rare(SequenceSet set) => Enumerable.Range(0, set.Count).Count(index => set.ToSequence(index).Label == 1);

    static float[] Contents(SequenceSet set) => [.. Enumerable.Range(0, set.Count).Select(index => set.ToSequence(index).Values[0, 0])];

    [Fact]
    public void Windows_that_overlap_are_not_divided_at_random()
    {
        var series = SequenceSet.Of(Enumerable.Range(0, 4).Select(label =>
            new Sequence(Matrix<float>.Build.Dense(12, 1)) { Label = label % 2 }));
        var overlapping = SequenceWindows.Of(series, length: 4, stride: 2);
        var apart = SequenceWindows.Of(series, length: 4);
        Action<SequenceSet>[] divisions =
        [
            set => set.Split(0.5), set => set.SplitStratified(0.5), set => set.Folds(2),
            set => set.SplitByGroup([.. Enumerable.Range(0, set.Count)], 0.5),
        ];

        divisions.Should().AllSatisfy(divide =>
        {
            FluentActions.Invoking(() => divide(overlapping)).Should().Throw<ArgumentException>()
                .WithMessage("Sequences * and * share steps but would be in different parts*SplitByTime*SplitByGroup*");
            FluentActions.Invoking(() => divide(apart)).Should().NotThrow();
        });
        overlapping.SplitByGroup(overlapping.Series, 0.5).First.Count.Should().Be(10);
    }

    [Fact]
    public void Strata_of_step_labels_name_what_to_use_instead()
    {
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, 1)) { Labels = [0, 1] }]);

        FluentActions.Invoking(() => set.SplitStratified(0.5)).Should().Throw<ArgumentException>()
            .WithMessage("Strata are classes of whole sequences, but the targets of these are StepLabels: use Split*");
    }
}
