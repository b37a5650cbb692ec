using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Online;

namespace LiquidNet.Tests.Online;

public sealed class RefusedCorrectionTests
{
    [Fact]
    public void A_label_is_refused_where_values_are_compared_known_or_not()
    {
        var learner = new ImmediateDerivative(LiquidNetwork.Regressor(new CtRnnCell(2, 3, seed: 1), outputs: 1));
        learner.Observe([1, 2]);
        foreach (var label in (int[])[Sequence.MissingLabel, 0, -2])
        {
            learner.Invoking(it => it.Correct(label)).Should().Throw<InvalidOperationException>().WithMessage(
                $"{label} is a label, and MeanSquaredError compares with target values: write Correct([{label}]) for a value.");
        }

        learner.Correct([float.NaN]).Should().Be(double.NaN);
        learner.Correct([1]).Should().BePositive("what was refused has not taken the place of the target");
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused_by_the_name_of_the_argument()
    {
        var learner = new ImmediateDerivative(LiquidNetwork.Regressor(new CtRnnCell(2, 3, seed: 1), outputs: 1));
        learner.Observe([1, 2]);
        learner.Invoking(it => it.Correct([1, 2])).Should().Throw<ArgumentException>().WithParameterName("target")
            .WithMessage("The network learns 1 value but got 2 target values.*");
        learner.Invoking(it => it.Correct([float.PositiveInfinity])).Should().Throw<ArgumentException>().WithParameterName("target");
    }

    [Fact]
    public void A_class_that_there_is_not_is_refused_and_one_that_is_not_known_is_no_fault()
    {
        var learner = new DelayedLearner(new ImmediateDerivative(LiquidNetwork.Classifier(new CtRnnCell(2, 3, seed: 1), classes: 2)), 0);
        learner.Observe([1, 2]);
        foreach (var label in (int[])[-2, 2])
        {
            learner.Invoking(it => it.Correct(label)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("label")
                .WithMessage("The network knows classes 0 to 1, and -1 for one that is not known.*");
        }

        learner.Correct(Sequence.MissingLabel).Should().Be(double.NaN);
        learner.Correct(1).Should().BePositive();
    }
}
