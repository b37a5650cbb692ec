using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;
using LiquidNet.Storage;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>A loss that is for some target values only says so of the others, and of networks that would move them.</summary>
public sealed class TargetRangeTests
{
    static readonly TrainerOptions ByProbabilities = new() { Loss = new BinaryCrossEntropy(), Epochs = 2, Optimizer = new Adam(0.02f) };

    [Theory]
    [InlineData(-1f)]
    [InlineData(1.0001f)]
    public void A_target_that_is_no_probability_is_refused_with_its_place(float target)
    {
        var network = Regressor(outputs: 2);
        var before = Tasks.Weights(network);
        var steps = SequenceSet.Of([AtSteps(0, 1), AtSteps(0.5f, target)]);
        var ends = SequenceSet.Of([AtEnd(0), AtEnd(target)]);
        foreach (var use in (Action<Trainer, SequenceSet>[])[(trainer, set) => trainer.Fit(set), (trainer, set) => trainer.Evaluate(set)])
        {
            RefusalOf(() => use(new(network, ByProbabilities), steps)).Should().Match(FormattableString.Invariant(
                $"Sequence 1, step 2: target value 1 is {target}, but BinaryCrossEntropy compares with values of 0 to 1:*"));
            RefusalOf(() => use(new(Regressor(outputs: 1), ByProbabilities), ends)).Should().Match(FormattableString.Invariant(
                $"Sequence 1, step 3: target value 0 is {target}, but*"));
        }

        Tasks.Weights(network).Should().Equal(before);
    }

    [Fact]
    public void What_is_missing_or_counts_nothing_may_hold_anything()
    {
        var known = SequenceSet.Of([AtEnd(0), AtEnd(1)]);
        var set = SequenceSet.Of([AtEnd(0), AtEnd(1), AtEnd(float.NaN), AtEnd(-1, weight: 0)]);
        var trainer = new Trainer(Regressor(outputs: 1), ByProbabilities);
        trainer.Evaluate(set).Loss.Should().BeApproximately(trainer.Evaluate(known).Loss, 1e-6);
    }

    [Fact]
    public void A_network_that_standardises_its_targets_is_refused_with_the_remedy()
    {
        var set = SequenceSet.Of([AtEnd(0), AtEnd(1)]);
        var network = Regressor(outputs: 1).Standardized(set);
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;

        foreach (var standardised in (LiquidNetwork[])[network, LiquidNetwork.Load(file)])
        {
            foreach (var use in (Action[])
                [
                    () => new Trainer(standardised, ByProbabilities).Fit(set),
                    () => new Trainer(standardised, ByProbabilities).Evaluate(set),
                    () => _ = new ImmediateDerivative(standardised, loss: new BinaryCrossEntropy()),
                ])
            {
                RefusalOf(use).Should().Match("BinaryCrossEntropy compares with target values of 0 to 1 as they are, but readout "
                    + "'*' standardises them*Standardized(Standardization.Fit(set))*");
            }
        }

        var byInputs = Regressor(outputs: 1).Standardized(Standardization.Fit(set));
        new Trainer(byInputs, ByProbabilities).Fit(set).Last.Loss.Should().BePositive();
    }

    [Fact]
    public void A_cross_validation_leaves_probabilities_as_they_are_and_scales_inputs()
    {
        var set = SequenceSet.Of(Enumerable.Range(0, 12).Select(index =>
            new Sequence(Matrix<float>.Build.Dense(3, 1, (step, _) => 10 * index + step)) { Target = [index % 2] }));
        var result = CrossValidation.Run(Recipe, set, folds: 2, new() { Training = ByProbabilities });

        foreach (var (fold, run) in set.Folds(2).Zip(result.Runs))
        {
            var trainer = new Trainer(Recipe(0).Standardized(Standardization.Fit(fold.Training)), ByProbabilities);
            trainer.Fit(fold.Training);
            trainer.Evaluate(fold.Validation).Loss.Should().Be(run.Score);
        }

        static LiquidNetwork Recipe(int seed) => LiquidNetwork.Regressor(new GruCell(1, 3, seed), outputs: 1, seed);
    }

    [Fact]
    public void A_learner_on_the_job_refuses_a_target_that_is_no_probability()
    {
        var learner = new ImmediateDerivative(Regressor(outputs: 2), loss: new BinaryCrossEntropy());
        learner.Observe([1, 2]);
        RefusalOf(() => learner.Correct([0, 2])).Should().Match("The target value 1 is 2, but BinaryCrossEntropy*0 to 1*");
        learner.Correct([0, 1]).Should().BePositive("the refused target has changed nothing");
    }

    static LiquidNetwork Regressor(int outputs) => LiquidNetwork.Regressor(new GruCell(2, 3, seed: 1), outputs, seed: 1);

    static Sequence AtEnd(float target, float weight = 1) =>
        new(Matrix<float>.Build.Random(4, 2, 1)) { Target = [target], Weight = weight };

    static Sequence AtSteps(float first, float second) => new(Matrix<float>.Build.Random(4, 2, 1))
    {
        Targets = Matrix<float>.Build.Dense(4, 2, (step, output) => output == 0 ? first : step == 2 ? second : 1),
    };

    static string RefusalOf(Action use) => use.Should().Throw<ArgumentException>().Which.Message;
}
