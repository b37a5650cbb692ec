using System.Globalization;
using FluentAssertions.Specialized;
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
        result.StandardDeviation.Should().BePositive();
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
    public void A_validation_share_is_kept_of_each_training_part_and_ends_training()
    {
        var options = new CrossValidationOptions
        {
            Training = new()
            {
                Epochs = 4,
                Optimizer = new Sgd(1e-20f),
                Metric = Metric.Accuracy,
                RestoreBest = true,
                EarlyStopping = new(patience: 1),
            },
            ValidationFraction = 0.25,
        };
        var (seen, reports) = (new List<SequenceSet>(), new List<CrossValidationReport>());
        var result = CrossValidation.Run(
            (seed, training) =>
            {
                seen.Add(training);
                return Recipe(2)(seed);
            },
            Images, folds: 3, options, new Watcher(reports.Add));

        result.Runs.Select(run => (run.TrainingCount, run.ValidationCount, run.TestCount)).Should().AllBeEquivalentTo((30, 10, 20));
        result.Runs.Select(run => run.Evaluation.Count).Should().AllBeEquivalentTo(20, "the test part is scored");
        seen.Select(training => training.Count).Should().Equal(30, 30, 30);
        reports.Select(report => report.Epoch.Epoch).Should().Equal([1, 2, 1, 2, 1, 2], "a rate of nothing makes no epoch better");
        reports.Select(report => report.Epoch.Validation!.Count).Should().AllBeEquivalentTo(10);
        var learned = CrossValidation.Run(Recipe(2), Images, 3, Short);
        var test = result.CompareTo(learned);
        test.DegreesOfFreedom.Should().Be(2, "both ran on the same folds");
        test.Should().Be(PairedTest.Of(result.Scores, learned.Scores, overlap: 0.5), "two runs share what no test part is");
        test.T.Should().NotBe(0).And.NotBe(double.NaN);
    }

    [Fact]
    public void Training_validation_and_test_part_share_no_sequence_and_no_group()
    {
        var groups = Enumerable.Range(0, Images.Count).Select(index => $"group {index / 4}").ToArray();
        var options = Short with { Groups = groups, ValidationFraction = 0.2, Seeds = 2 };
        foreach (var parts in RunParts.OfFolds(Images, folds: 3, options))
        {
            IReadOnlyList<string[]> ids = [Ids(parts.Training), Ids(parts.Validation!), Ids(parts.Test)];
            ids.SelectMany(part => part).Should().BeEquivalentTo(Enumerable.Range(0, Images.Count).Select(Images.IdOf));
            ids.SelectMany(part => part.Select(GroupOf).Distinct()).Should().OnlyHaveUniqueItems();
        }

        var test = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(1, Images.Features)) { Label = 0 }]);
        var split = RunParts.OfSets(Images, test, options).Single(parts => parts.Seed == 0);
        split.Validation!.Count.Should().Be(12, "a fifth of fifteen groups of four");
        RunParts.OfFolds(Images, 3, Short with { Groups = groups }).Should().AllSatisfy(parts => parts.Validation.Should().BeNull());

        string GroupOf(string id) => groups[int.Parse(id, CultureInfo.InvariantCulture)];

        static string[] Ids(SequenceSet set) => [.. Enumerable.Range(0, set.Count).Select(set.IdOf)];
    }

    [Fact]
    public void A_recipe_standardises_by_the_training_part_that_it_is_given()
    {
        var options = Short with { ValidationFraction = 0.25 };
        var measured = new List<float>();
        var byRecipe = CrossValidation.Run((seed, training) => Recorded(Recipe(2)(seed).Standardized(training)), Images, 3, options);
        var byOptions = CrossValidation.Run(Recipe(2), Images, 3, options);

        byRecipe.Runs.Select(run => run.Evaluation.Loss).Should().Equal(byOptions.Runs.Select(run => run.Evaluation.Loss));
        measured.Should().Equal(RunParts.OfFolds(Images, 3, options).Select(parts => Standardization.Fit(parts.Training).Mean[5]));
        CrossValidation.Run((seed, training) => Recipe(2)(seed).Standardized(training), Learned, Scored, options).Runs
            .Should().ContainSingle().Which.TrainingCount.Should().Be(30);

        LiquidNetwork Recorded(LiquidNetwork network)
        {
            measured.Add(network.Parameters["input.mean"].Values[5]);
            return network;
        }
    }

    [Fact]
    public void What_a_run_lacks_is_told_with_its_remedy()
    {
        foreach (var training in (TrainerOptions[])
            [new() { RestoreBest = true }, new() { EarlyStopping = new(2) }, new() { Metric = Metric.Accuracy }])
        {
            Refused(Recipe(2), Short with { Training = training }).WithMessage("*set ValidationFraction*");
            Refused(Recipe(2), Short with { Training = training with { Validation = Images }, ValidationFraction = 0.2 })
                .WithMessage("*leave ValidationFraction, or Validation*");
        }

        Refused(Recipe(2), Short with { ValidationFraction = 0.001 }).WithMessage("*0.001*40 sequences*choose another ValidationFraction*");
        Refused(seed => Recipe(2)(seed).Standardized(Images), Short).WithMessage("*(seed, training)*Standardize to false*");
        CrossValidation.Run(seed => Recipe(2)(seed).Standardized(Images), Images, 3, Short with { Standardize = false })
            .Runs.Should().HaveCount(3, "a recipe may know its figures beforehand");
        foreach (var share in (double[])[0, 1, -0.1, double.NaN])
        {
            FluentActions.Invoking(() => Short with { ValidationFraction = share }).Should().Throw<ArgumentOutOfRangeException>()
                .WithMessage("*between 0 and 1*");
        }

        static ExceptionAssertions<ArgumentException> Refused(Func<int, LiquidNetwork> recipe, CrossValidationOptions options) =>
            FluentActions.Invoking(() => CrossValidation.Run(recipe, Images, 3, options)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_part_without_a_known_target_is_refused_before_anything_is_trained()
    {
        // Each group is a fold, and of the first group nothing is known.
        string[] groups = [.. Enumerable.Range(0, 12).Select(index => $"{index % 3}")];
        var labels = SequenceSet.Of(groups.Select(group => new Sequence(Values()) { Label = group == "0" ? Sequence.MissingLabel : 1 }));
        var values = SequenceSet.Of(groups.Select(group => new Sequence(Values()) { Target = [group == "0" ? float.NaN : 1] }));
        foreach (var set in (SequenceSet[])[labels, values])
        {
            var (known, unknown) = (set.Subset([1, 2, 4, 5]), set.Subset([0, 3]));
            RefusalOf(() => CrossValidation.Run(Untrained, set, 3, Short with { Groups = groups, FirstSeed = 5 }))
                .Should().Match("Fold * of 3 by seed 5 has no known target in the 4 sequences to score: *'data'*");
            RefusalOf(() => CrossValidation.Run(Untrained, known, unknown, Short))
                .Should().Match("The run by seed 0 has no known target in the 2 sequences to score: *'test'*");
            RefusalOf(() => CrossValidation.Run(Untrained, unknown, known, Short))
                .Should().Match("The run by seed 0 has no known target in the 2 sequences to learn from: *'training'*");
        }

        var options = Short with { ValidationFraction = 0.3, Groups = [.. groups.Take(6)], Seeds = 20 };
        RefusalOf(() => CrossValidation.Run(Untrained, labels.Take(6), labels.Subset([7]), options))
            .Should().Match("*in the 2 sequences to choose an epoch by: *'training'*");

        static Matrix<float> Values() => Matrix<float>.Build.Dense(2, 1, 1);

        static LiquidNetwork Untrained(int seed) => throw new InvalidOperationException("nothing is to be trained");

        static string RefusalOf(Func<object> run) => run.Should().Throw<ArgumentException>().Which.Message;
    }

    [Fact]
    public void A_score_of_another_kind_of_target_is_told_with_what_it_needs()
    {
        var values = SequenceSet.Of(Enumerable.Range(0, 9).Select(index =>
            new Sequence(Matrix<float>.Build.Random(2, 1, index)) { Target = [index] }));
        foreach (var score in (Func<Evaluation, double>[])
            [
                each => each.MeanAbsoluteError!.Value, each => Metric.MeanSquaredError.Of(each)!.Value, each => each.OutputErrors[0].Count,
                each => each.OutputErrors.Max(error => error.MeanAbsoluteError),
            ])
        {
            FluentActions.Invoking(() => CrossValidation.Run(Recipe(2), Images, 3, Short with { Score = score }))
                .Should().Throw<ArgumentException>().WithParameterName("options")
                .WithMessage("Score fails on an evaluation of classes: *MeanSquaredError, MeanAbsoluteError*gives values*two classes*");
        }

        foreach (var score in (Func<Evaluation, double>[])
            [each => each.BalancedAccuracy!.Value, each => each.RocAuc!.Value, each => each.Confusion!.Classes])
        {
            FluentActions.Invoking(() => CrossValidation.Run(Regressor, values, 3, Short with { Score = score }))
                .Should().Throw<ArgumentException>().WithParameterName("options")
                .WithMessage("Score fails on an evaluation of values: *BalancedAccuracy*RocAuc*gives classes*");
        }

        static LiquidNetwork Regressor(int seed) => LiquidNetwork.Regressor(new GruCell(1, 2, seed), outputs: 1, seed);
    }

    [Fact]
    public void Recipes_are_compared_on_the_same_runs()
    {
        var small = CrossValidation.Run(Recipe(1), Images, 3, Short);
        var large = CrossValidation.Run(Recipe(8), Images, 3, Short);
        var test = large.CompareTo(small);
        test.Should().Be(PairedTest.Of(large.Scores, small.Scores, overlap: 0.5));
        small.CompareTo(small).PValue.Should().Be(1);
        var bySeed = CrossValidation.Run(Recipe(1), Learned, Scored, Short with { Seeds = 2 });
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

    [Fact]
    public void Windows_that_share_steps_are_not_drawn_at_random()
    {
        var series = SequenceSet.Of(Enumerable.Range(0, 6).Select(index => new Sequence(Matrix<float>.Build.Random(12, 2, index))
        {
            Labels = [.. Enumerable.Range(0, 12).Select(step => (step + index) % 2)],
        }));
        var (overlapping, apart) = (SequenceWindows.Of(series, length: 6, stride: 3), SequenceWindows.Of(series, length: 6));
        var test = SequenceSet.Of([new Sequence(Matrix<float>.Build.Random(2, 2, seed: 7)) { Labels = [0, 1] }]);
        var options = Short with { ValidationFraction = 0.2 };
        string[] groups = [.. Enumerable.Range(0, overlapping.Count).Select(overlapping.IdOf)];

        foreach (var run in (Func<object>[])
            [
                () => CrossValidation.Run(Network, overlapping, 3, Short), () => CrossValidation.Run(Network, overlapping, test, options),
            ])
        {
            run.Should().Throw<ArgumentException>().WithMessage("Sequences * share steps: *windows that overlap*Groups*");
        }

        CrossValidation.Run(Network, overlapping, 3, options with { Groups = groups }).Runs.Should().HaveCount(3);
        CrossValidation.Run(Network, overlapping, test, Short).Runs.Should().ContainSingle();
        CrossValidation.Run(Network, apart, 3, options).Runs.Should().HaveCount(3);

        static LiquidNetwork Network(int seed) => LiquidNetwork.Classifier(new GruCell(2, 2, seed), 2, seed);
    }

    static SequenceSet Learned => Images.Take(40);

    static SequenceSet Scored => Images.Subset([.. Enumerable.Range(40, 20)]);

    static Func<int, LiquidNetwork> Recipe(int units) =>
        seed => LiquidNetwork.Classifier(new GruCell(Images.Features, units, seed), Images.Classes, seed);

    sealed class Watcher(Action<CrossValidationReport> watch) : IProgress<CrossValidationReport>
    {
        public void Report(CrossValidationReport value) => watch(value);
    }
}
