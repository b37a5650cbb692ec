using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Data.Sets;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public sealed class CrossValidationRefusalTests
{
    static readonly CrossValidationOptions Short = new() { Training = new() { Epochs = 1 } };

    [Fact]
    public void A_fault_of_a_score_that_lacks_no_figure_goes_through_as_it_is()
    {
        string? nothing = null;
        foreach (var fault in (Exception[])[new InvalidOperationException("mine"), new ObjectDisposedException("mine")])
            ThrownBy(_ => throw fault).Should().BeSameAs(fault);

        ThrownBy(_ => nothing!.Length).Should().BeOfType<NullReferenceException>("classes have all that could be null");
        ThrownBy(_ => new Queue<double>().Dequeue()).Should().BeOfType<InvalidOperationException>();

        static Exception ThrownBy(Func<Evaluation, double> score) => FluentActions.Invoking(() =>
            CrossValidation.Run(Recipe, Tasks.Places(9), 3, Short with { Score = score })).Should().Throw<Exception>().Which;
    }

    [Fact]
    public void Sequences_that_share_steps_are_not_drawn_at_random_behind_any_view()
    {
        var series = SequenceSet.Of(Enumerable.Range(0, 4).Select(index =>
            new Sequence(Matrix<float>.Build.Random(12, Tasks.Features, index)) { Labels = [.. Enumerable.Repeat(index % 3, 12)] }));
        var overlapping = SequenceWindows.Of(series, length: 6, stride: 3);
        int[] turned = [.. Enumerable.Range(0, overlapping.Count).Reverse()];
        var twice = series.ToSequence(0);
        foreach (var data in (SequenceSet[])
            [
                overlapping.Subset(turned), overlapping.Take(5).Subset([4, 0, 1]), SequenceWindows.Of(overlapping, length: 2),
                SequenceWindows.OfTime(series, length: 4, stride: 2).Subset(turned), Tasks.Places(9).Subset([0, 1, 2, 3, 4, 1]),
                SequenceSet.Of([twice, series.ToSequence(1), twice]),
            ])
        {
            FluentActions.Invoking(() => CrossValidation.Run(Untrained, data, 2, Short)).Should().Throw<ArgumentException>()
                .WithParameterName("data").WithMessage("Sequences * and * share steps: *Groups*");
        }

        string[] groups = [.. turned.Select(index => overlapping.IdOf(index))];
        CrossValidation.Run(Recipe, overlapping.Subset(turned), 2, Short with { Groups = groups }).Runs.Should().HaveCount(2);
        CrossValidation.Run(Recipe, overlapping.Subset([0, 2, 3, 5]), 2, Short).Runs.Should().HaveCount(2, "these do not overlap");
        groups[5] = "alone";
        FluentActions.Invoking(() => CrossValidation.Run(Untrained, overlapping.Subset(turned), 2, Short with { Groups = groups })).Should()
            .Throw<ArgumentException>().WithMessage("Sequences * share steps but are in the groups *'alone'*");
    }

    [Fact]
    public void A_test_set_holds_nothing_that_is_learned_from()
    {
        var all = Tasks.Places(12);
        foreach (var (training, test) in ((SequenceSet, SequenceSet)[])
            [
                (all, all), (all.Take(9), all.Subset([10, 8])), (all.Subset([3, 2]), all),
                (all, SequenceWindows.Of(all, length: 2).Take(2)),
            ])
        {
            FluentActions.Invoking(() => CrossValidation.Run(Untrained, training, test, Short)).Should().Throw<ArgumentException>()
                .WithParameterName("test").WithMessage("Sequence * of the test set shares steps with sequence * of the training set: *");
        }

        var (earlier, later) = all.SplitByTime(0.6);
        CrossValidation.Run(Recipe, earlier, later, Short).Runs.Should().ContainSingle("no step is in both");
        CrossValidation.Run(Recipe, SequenceWindows.Of(earlier, length: 2), SequenceWindows.Of(later, length: 2), Short).Runs
            .Should().ContainSingle("nor do windows of the parts share one");
    }

    [Fact]
    public void A_short_window_within_a_long_one_hides_no_other_that_shares_its_steps()
    {
        var series = SequenceSet.Of([new Sequence(Matrix<float>.Build.Random(12, Tasks.Features, 1)) { Label = 0 }]);
        var (whole, windows) = (SequenceWindows.Of(series, length: 12), SequenceWindows.Of(series, length: 3));

        SequenceOrigin.Shared<string>((whole, _ => "a"), (windows.Take(1), _ => "a"), (windows.Subset([2]), _ => "b"))
            .Should().Be(((0, "a"), (0, "b")));
        SequenceOrigin.Shared<string>((windows.Take(2), _ => "a"), (windows.Subset([2]), _ => "b")).Should().BeNull();
    }

    [Fact]
    public void A_validation_set_holds_nothing_that_is_learned_from_or_scored()
    {
        var (all, images) = (Tasks.Places(12), SyntheticSequences.Images(count: 9, seed: 1));
        var kept = all.Subset([10, 11]);
        foreach (var (data, validation) in ((SequenceSet, SequenceSet)[])
            [
                (all, all), (all, all.Take(1)), (all.Take(9), all.Subset([11, 3])), (all.Take(9).Subset([8, 7, 6]), all.Subset([7])),
                (ImageSequences.Rows(images), ImageSequences.Rows(images).Take(3)), (all, SequenceWindows.Of(all, length: 2).Take(2)),
            ])
        {
            Refused(options => CrossValidation.Run(Untrained, data, 2, options), validation);
            Refused(options => CrossValidation.Run(Untrained, data, Tasks.Places(3, seed: 2), options), validation);
            Refused(options => CrossValidation.Run(Untrained, Tasks.Places(3, seed: 2), data, options), validation);
        }

        var best = Short with { Training = new() { Epochs = 1, RestoreBest = true, Validation = kept } };
        CrossValidation.Run(Recipe, all.Take(10), 2, best).Runs.Should().HaveCount(2);
        CrossValidation.Run(Recipe, all.Take(5), all.Subset([5, 6, 7]), best).Runs.Should().ContainSingle();
        var (earlier, later) = all.SplitByTime(0.6);
        CrossValidation.Run(Recipe, earlier, 2, best with { Training = best.Training with { Validation = later } }).Runs
            .Should().HaveCount(2, "no step is in both");

        static void Refused(Action<CrossValidationOptions> run, SequenceSet validation) =>
            FluentActions.Invoking(() => run(Short with { Training = new() { RestoreBest = true, Validation = validation } })).Should()
                .Throw<ArgumentException>().WithParameterName("options")
                .WithMessage("Sequence * of Validation in Training shares steps with sequence *set ValidationFraction*");
    }

    static LiquidNetwork Untrained(int seed) => throw new InvalidOperationException("nothing is to be trained");

    static LiquidNetwork Recipe(int seed) => LiquidNetwork.Classifier(new GruCell(Tasks.Features, 2, seed), Tasks.Features, seed);
}
