using LiquidNet.Cells;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public class EvaluationTests
{
    // Sizes around the shards, and one of more than one chunk.
    [Theory]
    [InlineData(1, false)]
    [InlineData(17, false)]
    [InlineData(530, false)]
    [InlineData(530, true)]
    public void Agrees_with_answers_one_by_one(int count, bool ragged)
    {
        var network = Tasks.Classifier();
        var set = Tasks.Places(count, ragged: ragged);

        var evaluation = new Trainer(network).Evaluate(set);

        var loss = 0.0;
        var confusion = new int[Tasks.Features, Tasks.Features];
        for (var index = 0; index < count; index++)
        {
            var sequence = set.ToSequence(index);
            var probabilities = network.Forward([sequence])[0].Row(sequence.Length - 1);
            loss -= Math.Log(probabilities[sequence.Label!.Value]);
            confusion[sequence.Label!.Value, probabilities.MaximumIndex()]++;
        }

        evaluation.Loss.Should().BeApproximately(loss / count, 1e-5);
        evaluation.Judged.Should().Be(count);
        evaluation.Correct.Should().Be(confusion[0, 0] + confusion[1, 1] + confusion[2, 2]);
        evaluation.Accuracy.Should().Be((double)evaluation.Correct / count);
        for (var label = 0; label < Tasks.Features; label++)
        {
            for (var answer = 0; answer < Tasks.Features; answer++)
                evaluation.Confusion![label, answer].Should().Be(confusion[label, answer]);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(20, false)]
    [InlineData(20, true)]
    public void Agrees_with_target_values_compared_step_by_step(int count, bool ragged)
    {
        var random = new Random(4);
        var network = LiquidNetwork.Regressor(new EulerCell(Tasks.Features, units: 4, seed: 3), outputs: 2, seed: 3);
        Sequence[] sequences =
        [
            .. Enumerable.Range(0, count).Select(index => ragged ? 1 + index : 11).Select(length =>
                new Sequence(Numbers(length, Tasks.Features)) { Targets = Numbers(length, 2) }),
        ];
        var (errors, steps) = (0.0, 0);
        foreach (var sequence in sequences)
        {
            errors += (network.Forward([sequence])[0] - sequence.Targets!).Enumerate().Sum(error => (double)error * error);
            steps += sequence.Length;
        }

        var set = SequenceSet.Of(sequences);
        new Trainer(network, new() { Loss = new MeanSquaredError() }).Evaluate(set).Loss.Should().BeApproximately(errors / 2 / steps, 1e-6);
        new BackpropagationThroughTime(network, new MeanSquaredError())
            .Accumulate(set, [.. Enumerable.Range(0, count)], new GradientSet(network.Parameters))
            .Loss.Should().BeApproximately(errors / 2 / steps, 1e-6);

        Matrix<float> Numbers(int rows, int columns) => Matrix<float>.Build.Dense(rows, columns, (_, _) => random.NextSingle());
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var network = Tasks.Classifier();
        var set = Tasks.Places(600, ragged: true);

        var one = new Trainer(network, new() { Threads = 1 }).Evaluate(set);
        var three = new Trainer(network, new() { Threads = 3 }).Evaluate(set);

        three.Loss.Should().Be(one.Loss);
        three.ToString().Should().Be(one.ToString());
    }

    [Fact]
    public void Prints_accuracy_and_a_table()
    {
        var matrix = new ConfusionMatrix(new[,] { { 1_000, 103 }, { 0, 100 } });
        var evaluation = new Evaluation(loss: 0.75, correct: 1_100, judged: 1_203, matrix);

        evaluation.ToString().Split(Environment.NewLine).Should().Equal(
            "loss 0.7500, accuracy 91.44 % (1,100 of 1,203)",
            "label \\ answer       0     1   accuracy",
            "             0    1000   103    90.66 %",
            "             1       0   100   100.00 %");
    }

    [Fact]
    public void A_class_that_never_was_right_has_no_accuracy()
    {
        var matrix = new ConfusionMatrix(new[,] { { 0, 0 }, { 2, 3 } });

        matrix.AccuracyOf(0).Should().BeNull();
        matrix.AccuracyOf(1).Should().Be(0.6);
        matrix.CountOf(1).Should().Be(5);
    }
}
