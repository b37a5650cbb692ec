using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public sealed class CrossValidationTests
{
    static readonly SequenceSet Images = ImageSequences.Rows(SyntheticSequences.Images(count: 60, seed: 1));

    static readonly CrossValidationOptions Short = new() { Training = new() { Epochs = 2, Optimizer = new Adam(0.01f) } };

    [Fact]
    public void Every_fold_is_scored_by_a_network_of_its_own()
    {
        var result = CrossValidation.Run(Recipe(4), Images, folds: 3, Short with { Seeds = 2, FirstSeed = 7 });
        result.Runs.Select(run => (run.Seed, run.TrainingCount, run.TestCount)).Should()
            .Equal(Enumerable.Repeat((7, 40, 20), 3).Concat(Enumerable.Repeat((8, 40, 20), 3)));
        result.Scores.Should().Equal(result.Runs.Select(run => run.Evaluation.Accuracy!.Value));
        result.Mean.Should().BeApproximately(result.Scores.Average(), 1e-12);
        result.Deviation.Should().BePositive();
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var one = CrossValidation.Run(Recipe(4), Images, 3, Short with { Training = Short.Training with { Threads = 1 } });
        var four = CrossValidation.Run(Recipe(4), Images, 3, Short with { Training = Short.Training with { Threads = 4 } });
        one.Runs.Select(run => run.Evaluation.Loss).Should().Equal(four.Runs.Select(run => run.Evaluation.Loss));
    }

    [Fact]
    public void A_fold_is_standardised_by_its_training_part_alone()
    {
        var shifted = SequenceSet.Of(Enumerable.Range(0, 8).Select(index =>
            new Sequence(Matrix<float>.Build.Dense(3, 1, (step, _) => index * index + step)) { Label = index % 2 }));
        var result = CrossValidation.Run(Small, shifted, folds: 2, Short);
        foreach (var (fold, run) in shifted.Folds(2).Zip(result.Runs))
        {
            LossBy(fold.Training).Should().Be(run.Evaluation.Loss);
            LossBy(shifted).Should().NotBe(run.Evaluation.Loss);

            double LossBy(SequenceSet measured)
            {
                var trainer = new Trainer(Small(0).Standardized(measured), Short.Training);
                trainer.Fit(fold.Training);
                return trainer.Evaluate(fold.Validation).Loss;
            }
        }

        static LiquidNetwork Small(int seed) => LiquidNetwork.Classifier(new GruCell(1, 2, seed), 2);
    }

    [Fact]
    public void Recipes_are_compared_on_the_same_runs()
    {
        var small = CrossValidation.Run(Recipe(1), Images, 3, Short);
        var large = CrossValidation.Run(Recipe(8), Images, 3, Short);
        var test = large.CompareTo(small);
        test.Should().Be(PairedTest.Of(large.Scores, small.Scores, overlap: 0.5));
        small.CompareTo(small).PValue.Should().Be(1);
        var bySeed = CrossValidation.Run(Recipe(1), Images.Take(40), Images.Take(20), Short with { Seeds = 2 });
        bySeed.CompareTo(bySeed).DegreesOfFreedom.Should().Be(1);
        FluentActions.Invoking(() => large.CompareTo(bySeed)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Progress_counts_up_and_cancellation_ends_it()
    {
        var reports = new List<double>();
        using var source = new CancellationTokenSource();
        var progress = new Watcher(report =>
        {
            reports.Add(report.Fraction);
            if (report.Run == 2)
                source.Cancel();
        });
        FluentActions.Invoking(() => CrossValidation.Run(Recipe(2), Images, 3, Short, progress, source.Token)).Should()
            .Throw<OperationCanceledException>();
        reports.Should().Equal(1 / 6.0, 2 / 6.0, 3 / 6.0);
    }

    [Fact]
    public void A_recipe_that_gives_one_network_or_one_cell_twice_is_refused()
    {
        var network = Recipe(2)(0);
        FluentActions.Invoking(() => CrossValidation.Run(_ => network, Images, 3, Short)).Should().Throw<ArgumentException>()
            .WithMessage("*learned already*");
        var cell = new GruCell(Images.Features, 2, seed: 1);
        FluentActions.Invoking(() => CrossValidation.Run(seed => LiquidNetwork.Classifier(cell, Images.Classes, seed), Images, 3, Short))
            .Should().Throw<ArgumentException>().WithMessage("*parameter*learned already*cell*");
        FluentActions.Invoking(() => CrossValidation.Run(Recipe(2), Images, 3, Short with { Groups = ["a"] })).Should()
            .Throw<ArgumentException>().WithMessage("*One group per sequence*");
    }

    static Func<int, LiquidNetwork> Recipe(int units) =>
        seed => LiquidNetwork.Classifier(new GruCell(Images.Features, units, seed), Images.Classes, seed);

    sealed class Watcher(Action<CrossValidationReport> watch) : IProgress<CrossValidationReport>
    {
        public void Report(CrossValidationReport value) => watch(value);
    }
}
