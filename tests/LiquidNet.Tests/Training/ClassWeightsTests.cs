using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public sealed class ClassWeightsTests
{
    [Fact]
    public void Rare_classes_together_count_as_much_as_frequent_ones()
    {
        ClassWeights.Balanced(Labelled(0, 0, 0, 1)).Should().Equal(4 / (2 * 3f), 4 / (2 * 1f));
        ClassWeights.Balanced(Labelled(0, 0, 0, 1, -1)).Should().Equal([4 / (2 * 3f), 4 / (2 * 1f)], "an unknown label is of no class");
        ClassWeights.Balanced(Labelled(0, 0, 2)).Should().Equal([3 / (2 * 2f), 1, 3 / (2 * 1f)], "class 1 does not occur");
    }

    [Fact]
    public void Labels_of_steps_count_by_their_weights()
    {
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(3, 1)) { Labels = [0, 1, 0], StepWeights = [1, 4, 0] }]);
        ClassWeights.Balanced(set).Should().Equal(5 / (2 * 1f), 5 / (2 * 4f));
    }

    [Fact]
    public void Sets_without_classes_or_labels_are_refused()
    {
        FluentActions.Invoking(() => ClassWeights.Balanced(SequenceSet.Of([new(Matrix<float>.Build.Dense(1, 1)) { Target = [1] }])))
            .Should().Throw<ArgumentException>().WithParameterName("set").WithMessage("*SequenceValues*");
        FluentActions.Invoking(() => ClassWeights.Balanced(Labelled(-1, -1))).Should().Throw<ArgumentException>()
            .WithParameterName("set").WithMessage("*no known target*");
    }

    static SequenceSet Labelled(params int[] labels) =>
        SequenceSet.Of(labels.Select(label => new Sequence(Matrix<float>.Build.Dense(1, 1)) { Label = label }));
}
