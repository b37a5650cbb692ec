using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>Labels and target values that are missing count nowhere: in loss, in metrics, in the gradient.</summary>
public class MissingTargetsTests
{
    /// <summary>Sums of numbers around 0.1, added up in another order.</summary>
    const float Rounding = 1e-6f;

    // One sample, half a shard, several shards.
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(40)]
    public void Sequences_without_a_label_are_as_if_they_were_not_there(int labelled)
    {
        var network = Tasks.Classifier();
        var known = Enumerable.Range(0, labelled).Select(index => Tasks.Places(labelled).ToSequence(index)).ToArray();
        var unknown = known.Select(sequence => new Sequence(-2 * sequence.Values) { Label = Sequence.MissingLabel });

        ShouldBeAlike(network, new SoftmaxCrossEntropy(), SequenceSet.Of([.. unknown, .. known]), SequenceSet.Of(known), count: labelled);
    }

    [Theory]
    [InlineData(1e31f)]
    [InlineData(1e-31f)]
    public void Weights_whose_shares_single_precision_cannot_hold_are_refused(float weight)
    {
        var network = LiquidNetwork.Regressor(new GruCell(1, 2), outputs: 1);
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, 1, 1f)) { Target = [1], Weight = weight }]);
        new Trainer(network).Invoking(it => it.Fit(set)).Should().Throw<ArgumentException>()
            .WithMessage("*weights of a batch add up to 9.99*scale them*");
    }

    [Fact]
    public void A_step_without_a_label_leaves_the_others_their_mean()
    {
        var network = Tasks.Classifier();
        Sequence Labelled(int[] labels) =>
            new(Matrix<float>.Build.Dense(3, Tasks.Features, (row, column) => row - column)) { Labels = labels };
        BatchResult Loss(int[] labels) => ResultOf(network, new SoftmaxCrossEntropy(), SequenceSet.Of([Labelled(labels)])).Result;

        var (first, third) = (Loss([0, -1, -1]), Loss([-1, -1, 2]));

        Loss([0, -1, 2]).Loss.Should().BeApproximately((first.Loss + third.Loss) / 2, Rounding);
        Loss([0, -1, 2]).Count.Should().Be(2);
        Loss([0, -1, 2]).Correct.Should().Be(first.Correct + third.Correct);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Steps_without_target_values_are_as_if_nobody_asked(int count)
    {
        var network = Regressor();
        Sequence[] sequences =
            [.. Enumerable.Range(0, count).Select(index => WithTargets(index, step => step == 3 ? 0.5f * index : float.NaN))];
        var cut = sequences.Select(sequence =>
            new Sequence(sequence.Values.SubMatrix(0, 4, 0, Tasks.Features)) { Target = [.. sequence.Targets!.Row(3)] });

        ShouldBeAlike(network, new MeanSquaredError(), SequenceSet.Of(sequences), SequenceSet.Of(cut), count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Missing_values_of_some_outputs_leave_the_mean_over_the_others(int count)
    {
        var network = Regressor();
        Sequence[] sequences = [.. Enumerable.Range(0, count).Select(index => WithTargets(index, step => step - index))];
        foreach (var sequence in sequences)
            (sequence.Targets![0, 0], sequence.Targets[2, 1]) = (float.NaN, float.NaN);

        var (result, gradient) = ResultOf(network, new MeanSquaredError(), SequenceSet.Of(sequences));

        var errors = sequences.SelectMany(sequence => (network.Forward(sequence) - sequence.Targets!).Enumerate())
            .Where(error => !float.IsNaN(error)).ToArray();
        errors.Should().HaveCount(count * 8);
        result.Loss.Should().BeApproximately(errors.Average(error => (double)error * error), 10 * Rounding * result.Loss);
        result.Weight.Should().Be(count * 4);
        new Trainer(network).Evaluate(SequenceSet.Of(sequences)).Loss.Should().BeApproximately(result.Loss, 10 * Rounding * result.Loss);

        // The bias of the readout moves every output alike, so its gradient is the mean of twice the errors.
        var bias = new float[2];
        foreach (var sequence in sequences)
        {
            var error = network.Forward(sequence) - sequence.Targets!;
            for (var output = 0; output < bias.Length; output++)
                bias[output] += error.Column(output).Where(value => !float.IsNaN(value)).Sum(value => 2 * value) / errors.Length;
        }

        gradient[network.Parameters["b_out"]].ToArray().Should().BeEquivalentTo(
            bias, options => options.WithStrictOrdering().Using<float>(it => it.Subject.Should().BeApproximately(it.Expectation, 1e-4f))
                .WhenTypeIs<float>());
    }

    [Fact]
    public void A_batch_without_a_target_moves_no_parameter()
    {
        var network = Tasks.Classifier();
        var known = Tasks.Places(4);
        var set = SequenceSet.Of(Enumerable.Range(0, 8).Select(index => index < 4
            ? known.ToSequence(index)
            : new Sequence(known.ToSequence(index - 4).Values) { Label = Sequence.MissingLabel }));
        var options = new TrainerOptions { Epochs = 1, BatchSize = 4, Shuffle = false, Optimizer = new Sgd(0.1f) { Momentum = 0.9f } };
        var weights = new List<float[]>();

        var history = new Trainer(network, options).Fit(set, new Reports(_ => weights.Add(Tasks.Weights(network))));

        weights[1].Should().Equal(weights[0]);
        var alone = Tasks.Classifier();
        history.Last.Loss.Should().Be(new Trainer(alone, options).Fit(known).Last.Loss);
    }

    [Fact]
    public void A_set_without_any_target_is_refused()
    {
        var labels = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, Tasks.Features)) { Label = Sequence.MissingLabel }]);
        var values = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, Tasks.Features)) { Target = [float.NaN, float.NaN] }]);

        new Trainer(Tasks.Classifier()).Invoking(it => it.Fit(labels)).Should().Throw<ArgumentException>()
            .WithMessage("The set has no known target.*");
        new Trainer(Tasks.Classifier()).Invoking(it => it.Evaluate(labels)).Should().Throw<ArgumentException>()
            .WithMessage("The set has no known target.*");
        new Trainer(Regressor()).Invoking(it => it.Fit(values)).Should().Throw<ArgumentException>()
            .WithMessage("The set has no known target.*");
    }

    static LiquidNetwork Regressor() =>
        LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 4, seed: 3), outputs: 2, seed: 3);

    static Sequence WithTargets(int index, Func<int, float> value) =>
        new(Matrix<float>.Build.Dense(5, Tasks.Features, (row, column) => MathF.Sin(index + row + 2 * column)))
        {
            Targets = Matrix<float>.Build.Dense(5, 2, (row, column) => value(row) + 0 * column),
        };

    static (BatchResult Result, GradientSet Gradients) ResultOf(LiquidNetwork network, Loss loss, SequenceSet set)
    {
        var gradients = new GradientSet(network.Parameters);
        var result = new BackpropagationThroughTime(network, loss).Accumulate(set, [.. Enumerable.Range(0, set.Count)], gradients);
        return (result, gradients);
    }

    static void ShouldBeAlike(LiquidNetwork network, Loss loss, SequenceSet set, SequenceSet expected, int count)
    {
        var (result, gradients) = ResultOf(network, loss, set);
        var (expectedResult, expectedGradients) = ResultOf(network, loss, expected);
        result.Loss.Should().BeApproximately(expectedResult.Loss, Rounding * (1 + expectedResult.Loss));
        result.Correct.Should().Be(expectedResult.Correct);
        result.Count.Should().Be(count);
        for (var index = 0; index < network.Parameters.Count; index++)
        {
            for (var place = 0; place < gradients[index].Length; place++)
            {
                gradients[index][place].Should()
                    .BeApproximately(expectedGradients[index][place], Rounding * (1 + MathF.Abs(expectedGradients[index][place])));
            }
        }

        var evaluation = new Trainer(network).Evaluate(set);
        evaluation.Loss.Should().BeApproximately(expectedResult.Loss, Rounding * (1 + expectedResult.Loss));
        (evaluation.Count, evaluation.Correct).Should().Be((count, expectedResult.Correct));
    }
}
