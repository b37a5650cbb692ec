using CsCheck;
using LiquidNet.Data;
using LiquidNet.Tests.Data.Support;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Data;

public class SequenceSetTests
{
    [Fact]
    public void Reads_back_what_the_sequences_hold_whatever_their_storage()
    {
        var values = Matrix<float>.Build.Dense(3, 2, (step, feature) => 10 * step + feature);
        var sparse = Matrix<float>.Build.SparseOfMatrix(values);
        var set = SequenceSet.Of(
        [
            new(values) { Timespans = [0f, 0.5f, 2f], Targets = values },
            new(sparse) { Targets = sparse },
        ]);

        (set.Count, set.Features, set.Outputs, set.Classes, set.IsConstantOverTime).Should().Be((2, 2, 2, 0, false));
        Timespans(set, 0).Should().Equal(0f, 0.5f, 2f);
        Timespans(set, 1).Should().Equal(1f, 1f, 1f);
        for (var index = 0; index < 2; index++)
        {
            Step(set, index, 2).Should().Equal(20f, 21f);
            var targets = new float[2];
            set.ReadTargets(index, 1, targets);
            targets.Should().Equal(10f, 11f);
        }
    }

    [Fact]
    public void A_label_is_one_entry_and_labels_are_one_a_step()
    {
        var one = SequenceSet.Of([Ramp(2, label: 3), Ramp(5, label: 1)]);
        var each = SequenceSet.Of([new(Matrix<float>.Build.Dense(2, 1)) { Labels = [4, 0] }]);

        (one.TargetKind, one.Classes, one.LengthOf(1)).Should().Be((TargetKind.SequenceLabel, 4, 5));
        Labels(one, 1, 1).Should().Equal(1);
        (each.TargetKind, each.Classes).Should().Be((TargetKind.StepLabels, 5));
        Labels(each, 0, 2).Should().Equal(4, 0);
    }

    [Fact]
    public void A_target_is_read_whatever_the_step()
    {
        var set = SequenceSet.Of([new(Matrix<float>.Build.Dense(4, 1)) { Target = [7f, 8f] }]);
        var target = new float[2];

        set.ReadTargets(0, 3, target);

        set.Outputs.Should().Be(2);
        target.Should().Equal(7f, 8f);
    }

    [Fact]
    public void A_sequence_that_differs_from_the_first_is_named()
    {
        var narrow = new Sequence(Matrix<float>.Build.Dense(2, 1));
        var wide = new Sequence(Matrix<float>.Build.Dense(2, 3));
        var labelled = new Sequence(Matrix<float>.Build.Dense(2, 1)) { Label = 0 };
        var features = () => SequenceSet.Of([narrow, narrow, wide]);
        var kind = () => SequenceSet.Of([narrow, labelled]);
        var outputs = () => SequenceSet.Of([new(wide.Values) { Target = [1f] }, new(wide.Values) { Target = [1f, 2f] }]);

        features.Should().Throw<ArgumentException>().WithMessage("Sequence 2 has 3 features but sequence 0 has 1*");
        kind.Should().Throw<ArgumentException>().WithMessage("Sequence 1 has SequenceLabel as kind of target but sequence 0 has None*");
        outputs.Should().Throw<ArgumentException>().WithMessage("Sequence 1 has 2 target values but sequence 0 has 1*");
    }

    [Fact]
    public void An_empty_set_is_refused()
    {
        var empty = () => SequenceSet.Of([]);
        var none = () => Ramps(3).Subset([]);

        empty.Should().Throw<ArgumentException>().WithMessage("*at least one sequence*");
        none.Should().Throw<ArgumentException>().WithMessage("*at least one index*");
    }

    [Fact]
    public void Reading_outside_the_set_or_into_a_wrong_span_is_refused()
    {
        var set = Ramps(3);
        var index = () => set.ReadStep(3, 0, new float[1]);
        var step = () => set.ReadStep(0, -1, new float[1]);
        var span = () => set.ReadStep(0, 0, new float[2]);
        var values = () => set.ReadTargets(0, 0, new float[1]);

        index.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*3 sequences, counted from 0*");
        step.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*2 steps, counted from 0*");
        span.Should().Throw<ArgumentException>().WithMessage("*hold 1 value but holds 2*");
        values.Should().Throw<InvalidOperationException>().WithMessage("*Label*");
    }

    [Fact]
    public void A_subset_follows_its_indices_also_through_another_subset()
    {
        var set = Ramps(6).Subset([5, 3, 3, 0]).Subset([3, 1]);

        FirstValues(set).Should().Equal(0f, 3f);
        Labels(set, 1, 1).Should().Equal(3);
        set.Invoking(s => s.Subset([0, 2])).Should().Throw<ArgumentException>().WithMessage("Index 2 at place 1*0..1*");
    }

    [Fact]
    public void Take_keeps_the_first_sequences()
    {
        FirstValues(Ramps(5).Take(2)).Should().Equal(0f, 1f);
        Ramps(5).Invoking(s => s.Take(6)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The number of sequences to take must be between 1 and 5 but is 6*");
    }

    [Fact]
    public void The_parts_of_a_split_share_nothing_and_hold_all() =>
        Gen.Select(Gen.Int[2, 40], Gen.Double[0.05, 0.95], Gen.Int).Sample((count, fraction, seed) =>
        {
            var expected = Math.Round(count * fraction, MidpointRounding.AwayFromZero);
            if (expected < 1 || expected > count - 1)
                return;

            var (first, second) = Ramps(count).Split(fraction, seed);

            first.Count.Should().Be((int)expected);
            FirstValues(first).Concat(FirstValues(second)).Order().Should().Equal(Enumerable.Range(0, count).Select(i => (float)i));
        }, iter: 200);

    [Fact]
    public void A_split_depends_on_its_seed_alone()
    {
        var set = Ramps(50);

        FirstValues(set.Split(0.5, seed: 1).First).Should().Equal(FirstValues(set.Split(0.5, seed: 1).First));
        FirstValues(set.Split(0.5, seed: 1).First).Should().NotEqual(FirstValues(set.Split(0.5, seed: 2).First));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(double.NaN)]
    public void A_split_that_leaves_a_part_empty_is_refused(double fraction) =>
        Ramps(10).Invoking(s => s.Split(fraction)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*part empty*");

    [Fact]
    public void A_sequence_of_a_set_comes_back_whole()
    {
        var values = Matrix<float>.Build.Dense(2, 3, (step, feature) => 10 * step + feature);
        var original = new Sequence(values) { Timespans = [1f, 3f], Targets = values };

        var copy = SequenceSet.Of([original]).ToSequence(0);

        copy.Values.Should().BeEquivalentTo(values);
        copy.Timespans.Should().Equal(1f, 3f);
        copy.Targets.Should().BeEquivalentTo(values);
        Ramps(3).ToSequence(2).Label.Should().Be(2);
    }

    [Fact]
    public void An_unknown_class_is_read_as_it_is_and_counts_for_no_class()
    {
        var one = SequenceSet.Of([Ramp(2, label: -1), Ramp(3, label: 1)]);
        var each = SequenceSet.Of([new(Matrix<float>.Build.Dense(2, 1)) { Labels = [-1, 0] }]);

        (one.Classes, each.Classes).Should().Be((2, 1));
        Labels(one, 0, 1).Should().Equal(-1);
        Labels(each, 0, 2).Should().Equal(-1, 0);
        one.ToSequence(0).Label.Should().Be(-1);
        each.ToSequence(0).Labels.Should().Equal(-1, 0);
    }

    [Fact]
    public void A_set_of_ones_own_may_take_zeros_for_granted_and_checks_what_it_is_asked_for()
    {
        var set = new OneHotSet(length: 4);

        set.ToSequence(1).Values.EnumerateRows().Should().OnlyContain(row => row.Sum() == 1f);
        set.ToSequence(1).Labels.Should().Equal(0, 0, 0, 1);
        set.Invoking(it => it.ReadStep(2, 0, new float[3])).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("index");
        set.Invoking(it => it.ReadStep(0, 4, new float[3])).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("step");
        set.Invoking(it => it.ReadStep(0, 0, new float[4])).Should().Throw<ArgumentException>().WithParameterName("features");
    }

    [Fact]
    public void A_set_with_an_empty_or_an_overlong_sequence_names_it()
    {
        var empty = new OneHotSet(length: 0);
        var overlong = new OneHotSet(length: int.MaxValue);

        empty.Invoking(set => set.ToSequence(1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The number of steps of sequence 1 must be at least 1 but is 0*leaves empty sequences out*");
        overlong.Invoking(set => set.ToSequence(1)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("The number of values of sequence 1 must be between 1 and 2147483591 but is 6442450941*2,147,483,647 steps of 3*");
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var set = Ramps(4).Subset([2, 1]);
        var (features, timespans, labels) = (new float[1], new float[2], new int[1]);
        Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Read()
        {
            set.ReadStep(1, 1, features);
            set.ReadTimespans(1, timespans);
            set.ReadLabels(1, labels);
        }
    }

    [Fact]
    public void A_set_of_ones_own_without_sequences_describes_itself_too() =>
        new ScriptedSet(() => 0, _ => 1).ToString().Should().Be("0 sequences of 1 feature and 0 steps, 1 output (StepValues)");

    [Fact]
    public void A_set_prints_its_size_its_lengths_and_its_target()
    {
        Ramps(1200).ToString().Should().Be("1,200 sequences of 1 feature and 2 steps, 1,200 classes (SequenceLabel; 1 of each)");
        var ragged = SequenceSet.Of([Ramp(1200, 1), Ramp(3, 0), Ramp(17_420, 1)]);
        ragged.ToString().Should().Be("3 sequences of 1 feature and 3 to 17,420 steps, 2 classes (SequenceLabel; 0: 1, 1: 2)");
        ragged.Subset([1]).ToString().Should().Be("1 sequence of 1 feature and 3 steps, 2 classes (SequenceLabel; 0: 1, 1: 0)");
        SequenceTable.ParseCsv("a,b\n1,2\n").ToString().Should().Be("1 sequence of 2 features (a, b) and 1 step, no target");
    }

    [Fact]
    public void A_set_prints_the_first_names_of_its_features_and_outputs()
    {
        SequenceTable.ParseCsv("a,b,died\n1,2,no\n3,4,yes\n", options: new() { Labels = "died" }).ToString().Should().Be(
            "1 sequence of 2 features (a, b) and 2 steps, 2 classes (StepLabels; no: 1, yes: 1)");
        var (name, start) = (new string('e', 30), new string('e', 24));
        SequenceTable.ParseCsv($"a,b,c,d,{name},f,y\n1,2,3,4,5,6,7\n", options: new() { Targets = ["y"] }).ToString().Should().Be(
            $"1 sequence of 6 features (a, b, c, d, {start}..., ...) and 1 step, 1 output (StepValues: y)");
    }

    [Fact]
    public void A_set_prints_how_rare_a_class_is_and_the_usual_timespan_with_its_unit()
    {
        var rows = Enumerable.Range(0, 120).Select(row =>
            $"{row / 3},2026-01-01 {row % 3 * (row == 1 ? 7 : 1):00}:00,{row},{(row / 3 == 7 ? "ill" : "well")}");
        var text = string.Join('\n', rows.Prepend("id,t,x,y"));
        SequenceTable.ParseCsv(text, "id", "t", "y", new() { Unit = TimeSpan.FromDays(1) }).ToString().Should().Be(
            "40 sequences of 1 feature (x) and 3 steps, usual timespan 0.04167 (unit: 1 day), 2 classes (SequenceLabel; ill: 1, well: 39)");

        Sequence[] labelled = [.. Enumerable.Range(0, 20).Select(index => new Sequence(Matrix<float>.Build.Dense(2, 1))
        {
            Timespans = [0, 0.5f],
            Labels = [index % 6, index == 3 ? 5 : Sequence.MissingLabel],
        })];
        SequenceSet.Of(labelled).ToString().Should().Be(
            "20 sequences of 1 feature and 2 steps, usual timespan 0.5, 6 classes (StepLabels; 2: 3 to 0: 4, unknown: 19)");
    }

    static SequenceSet Ramps(int count) => SequenceSet.Of(Enumerable.Range(0, count).Select(i => Ramp(2, i, start: i)));

    static Sequence Ramp(int length, int label, int start = 0) =>
        new(Matrix<float>.Build.Dense(length, 1, (step, _) => start + step)) { Label = label };

    static float[] FirstValues(SequenceSet set) => [.. Enumerable.Range(0, set.Count).Select(i => Step(set, i, 0)[0])];

    static float[] Step(SequenceSet set, int index, int step)
    {
        var features = new float[set.Features];
        set.ReadStep(index, step, features);
        return features;
    }

    static float[] Timespans(SequenceSet set, int index)
    {
        var timespans = new float[set.LengthOf(index)];
        set.ReadTimespans(index, timespans);
        return timespans;
    }

    static int[] Labels(SequenceSet set, int index, int count)
    {
        var labels = new int[count];
        set.ReadLabels(index, labels);
        return labels;
    }
}
