using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>A weight counts as a sequence would that stood in the set so many times.</summary>
public class WeightTests
{
    /// <summary>Sums of numbers around 0.1, added up in another order.</summary>
    const float Rounding = 1e-6f;

    [Fact]
    public void A_sequence_of_weight_two_counts_as_two()
    {
        var once = Enumerable.Range(0, 20).Select(index => Tasks.Places(20).ToSequence(index)).ToArray();

        ShouldBeAlike(
            [.. once.Select((sequence, index) => new Sequence(sequence.Values) { Label = sequence.Label, Weight = index % 3 })],
            [.. once.SelectMany((sequence, index) => Enumerable.Repeat(sequence, index % 3))]);
    }

    [Fact]
    public void A_step_of_weight_two_counts_twice()
    {
        Sequence With(int[] labels, float[]? weights) =>
            new(Matrix<float>.Build.Dense(3, Tasks.Features, (row, column) => row - column)) { Labels = labels, StepWeights = weights };

        ShouldBeAlike([With([0, 1, 2], [2, 0, 1])], [With([0, -1, -1], null), With([0, -1, 2], null)]);
    }

    [Fact]
    public void A_class_of_weight_two_counts_twice()
    {
        var once = Enumerable.Range(0, 20).Select(index => Tasks.Places(20).ToSequence(index)).ToArray();

        ShouldBeAlike(
            once, [.. once.SelectMany(it => Enumerable.Repeat(it, it.Label!.Value))], new SoftmaxCrossEntropy { ClassWeights = [0, 1, 2] });
    }

    [Fact]
    public void The_weight_of_the_last_step_is_that_of_a_target_after_it()
    {
        var set = SequenceSet.Of([
            new Sequence(Matrix<float>.Build.Dense(2, 1)) { Target = [1], Weight = 2, StepWeights = [0, 3] },
            new Sequence(Matrix<float>.Build.Dense(2, 1)) { Target = [1] }]);
        var weights = new float[1];

        set.IsWeighted.Should().BeTrue();
        set.ReadWeights(0, weights);
        weights.Should().Equal(6);
        set.ToSequence(0).Weight.Should().Be(6);
        set.Subset([1, 0]).ReadWeights(1, weights);
        weights.Should().Equal(6);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_is_zero_or_more_and_finite(float weight)
    {
        var values = Matrix<float>.Build.Dense(2, 1);

        FluentActions.Invoking(() => new Sequence(values) { Weight = weight }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Sequence(values) { StepWeights = [1, weight] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Sequence(values) { StepWeights = [1] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new SoftmaxCrossEntropy { ClassWeights = [1, weight] }).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void There_is_a_weight_for_every_class() =>
        new Trainer(Tasks.Classifier(), new() { Loss = new SoftmaxCrossEntropy { ClassWeights = [1, 2] } })
            .Invoking(it => it.Fit(Tasks.Places(4))).Should().Throw<ArgumentException>().WithMessage("*3 classes*2 class weights*");

    [Fact]
    public void Weights_that_let_no_label_count_are_refused_before_training()
    {
        var loss = new SoftmaxCrossEntropy { ClassWeights = [0, 1, 0] };
        var set = Tasks.Places(9).Subset([0, 2, 3]);
        const string Message = "*SoftmaxCrossEntropy {*ClassWeights = [0, 1, 0] } gives the weight 0 to all classes that it has: 0, 2*";
        var (network, reports) = (Tasks.Classifier(), new Reports());
        var before = Tasks.Weights(network);

        new Trainer(network, new() { Loss = loss }).Invoking(it => it.Fit(set, reports)).Should().Throw<ArgumentException>()
            .WithParameterName("set").WithMessage("The set has no target that counts, as " + Message[1..]);
        new Trainer(network, new() { Loss = loss }).Invoking(it => it.Evaluate(set)).Should().Throw<ArgumentException>()
            .WithParameterName("set").WithMessage(Message);
        FluentActions.Invoking(() => new Trainer(network, new() { Loss = loss, Validation = set })).Should().Throw<ArgumentException>()
            .WithParameterName("options").WithMessage("The validation set has no target that counts, as " + Message[1..]);
        FluentActions.Invoking(() => CrossValidation.Run(Untrained, Tasks.Places(9), set, new() { Training = new() { Loss = loss } }))
            .Should().Throw<ArgumentException>().WithParameterName("test").WithMessage(Message + "in the 3 sequences to score*");

        reports.All.Should().BeEmpty();
        Tasks.Weights(network).Should().Equal(before);
        new Trainer(network, new() { Epochs = 1, Loss = loss }).Fit(Tasks.Places(9)).Epochs.Should().ContainSingle();
        FluentActions.Invoking(() => new SoftmaxCrossEntropy { ClassWeights = [0, 0] }).Should().Throw<ArgumentException>();

        static LiquidNetwork Untrained(int seed) => throw new InvalidOperationException("nothing is to be trained");
    }

    static void ShouldBeAlike(Sequence[] weighted, Sequence[] repeated, Loss? loss = null)
    {
        var network = Tasks.Classifier();
        var gradient = Gradients.Of(new(network, loss ?? new SoftmaxCrossEntropy()), network, SequenceSet.Of(weighted), All(weighted));
        var expected = Gradients.Of(new(network, new SoftmaxCrossEntropy()), network, SequenceSet.Of(repeated), All(repeated));
        for (var place = 0; place < gradient.Length; place++)
            gradient[place].Should().BeApproximately(expected[place], Rounding);

        new Trainer(network, new() { Loss = loss }).Evaluate(SequenceSet.Of(weighted)).Loss.Should().BeApproximately(
            new Trainer(network).Evaluate(SequenceSet.Of(repeated)).Loss, Rounding);

        static int[] All(Sequence[] sequences) => [.. Enumerable.Range(0, sequences.Length)];
    }
}
