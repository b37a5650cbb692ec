using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public class EvaluationTests
{
    /// <summary>Losses around 1 of floats, added up in another order.</summary>
    const double Rounding = 2e-6;

    const int Outputs = 2;

    // Sizes around the shards, and one of more than one chunk.
    [Theory]
    [InlineData(1, false)]
    [InlineData(17, false)]
    [InlineData(530, false)]
    [InlineData(530, true)]
    public void Agrees_with_outputs_one_by_one(int count, bool ragged)
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

        evaluation.Loss.Should().BeApproximately(loss / count, Rounding);
        ShouldCount(evaluation, confusion);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(20, false)]
    [InlineData(20, true)]
    public void Agrees_with_classes_compared_step_by_step(int count, bool ragged)
    {
        var random = new Random(4);
        var network = Tasks.Classifier();
        Sequence[] sequences =
        [
            .. Lengths(count, ragged).Select(length => new Sequence(Numbers(random, length, Tasks.Features))
            {
                Labels = [.. Enumerable.Range(0, length).Select(_ => random.Next(Tasks.Features))],
            }),
        ];
        var (loss, steps) = (0.0, 0);
        var confusion = new int[Tasks.Features, Tasks.Features];
        foreach (var sequence in sequences)
        {
            var probabilities = network.Forward([sequence])[0];
            for (var step = 0; step < sequence.Length; step++, steps++)
            {
                loss -= Math.Log(probabilities[step, sequence.Labels![step]]);
                confusion[sequence.Labels[step], probabilities.Row(step).MaximumIndex()]++;
            }
        }

        ShouldCount(ShouldLose(network, new SoftmaxCrossEntropy(), sequences, loss / steps), confusion);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(20, false)]
    [InlineData(20, true)]
    public void Agrees_with_target_values_compared_step_by_step(int count, bool ragged)
    {
        var random = new Random(4);
        var network = Regressor();
        Sequence[] sequences =
        [
            .. Lengths(count, ragged).Select(length =>
                new Sequence(Numbers(random, length, Tasks.Features)) { Targets = Numbers(random, length, Outputs) }),
        ];
        var (errors, steps) = (0.0, 0);
        foreach (var sequence in sequences)
        {
            errors += (network.Forward([sequence])[0] - sequence.Targets!).Enumerate().Sum(error => (double)error * error);
            steps += sequence.Length;
        }

        ShouldLose(network, new MeanSquaredError(), sequences, errors / Outputs / steps).Count.Should().Be(steps);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(20, false)]
    [InlineData(20, true)]
    public void Agrees_with_target_values_compared_after_the_last_step(int count, bool ragged)
    {
        var random = new Random(4);
        var network = Regressor();
        Sequence[] sequences =
        [
            .. Lengths(count, ragged).Select(length =>
                new Sequence(Numbers(random, length, Tasks.Features)) { Target = Numbers(random, 1, Outputs).ToRowMajorArray() }),
        ];
        var errors = sequences.Sum(sequence => network.Forward([sequence])[0].Row(sequence.Length - 1)
            .Zip(sequence.Target!, (output, target) => Math.Pow(output - target, 2)).Sum());

        ShouldLose(network, new MeanSquaredError(), sequences, errors / Outputs / count).Count.Should().Be(count);
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
        var matrix = Matrix(new[,] { { 1_000, 103 }, { 0, 100 } });
        var evaluation = new Evaluation(loss: 0.75, correct: 1_100, count: 1_203, matrix);

        evaluation.ToString().Split(Environment.NewLine).Should().Equal(
            "loss 0.7500, accuracy 91.44 % (1,100 of 1,203)",
            "label \\ predicted      0     1   accuracy",
            "               0    1000   103    90.66 %",
            "               1       0   100   100.00 %");
    }

    [Fact]
    public void Prints_the_names_of_classes()
    {
        Matrix(new[,] { { 1, 0 }, { 0, 1 } }, ["setosa", "an iris of another colour"]).ToString().Split(Environment.NewLine).Should().Equal(
            "label \\ predicted              0  1   accuracy",
            "                   setosa 0    1  0   100.00 %",
            "an iris of another colour 1    0  1   100.00 %");
        var network = Tasks.Classifier();
        network.OutputNames = ["left", "right", "ahead"];
        new Trainer(network).Evaluate(Tasks.Places(3)).Confusion!.ClassNames.Should().Equal(network.OutputNames);
    }

    [Fact]
    public void Seventy_thousand_classes_take_memory_for_what_occurs()
    {
        var network = LiquidNetwork.Classifier(new LeakyIntegratorCell(Tasks.Features, units: 2), classes: 70_000);
        var trainer = new Trainer(network, new() { Threads = 1 });
        var before = GC.GetAllocatedBytesForCurrentThread();

        var evaluation = trainer.Evaluate(new LabelledSet(69_999, classes: 70_000));

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(50_000_000);
        evaluation.Confusion!.CountOf(69_999).Should().Be(1);
        evaluation.ToString().Should().EndWith("70,000 classes, of which 1 occurs as label");
    }

    [Fact]
    public void Classes_that_there_are_not_are_refused()
    {
        var matrix = Matrix(new[,] { { 1, 0 }, { 0, 1 } });

        matrix.Invoking(it => it[2, 0]).Should().Throw<ArgumentOutOfRangeException>();
        matrix.Invoking(it => it[0, -1]).Should().Throw<ArgumentOutOfRangeException>();
        matrix.Invoking(it => it.CountOf(2)).Should().Throw<ArgumentOutOfRangeException>();
        matrix.Invoking(it => it.AccuracyOf(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_class_that_never_was_the_label_has_no_accuracy()
    {
        var matrix = Matrix(new[,] { { 0, 0 }, { 2, 3 } });

        matrix.AccuracyOf(0).Should().BeNull();
        matrix.AccuracyOf(1).Should().Be(0.6);
        matrix.CountOf(1).Should().Be(5);
    }

    static ConfusionMatrix Matrix(int[,] counts, string[]? names = null)
    {
        var matrix = new ConfusionMatrix(counts.GetLength(0), names ?? []);
        for (var label = 0; label < matrix.Classes; label++)
        {
            for (var predicted = 0; predicted < matrix.Classes; predicted++)
            {
                for (var count = 0; count < counts[label, predicted]; count++)
                    matrix.Add(label, predicted);
            }
        }

        return matrix;
    }

    static LiquidNetwork Regressor() =>
        LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 4, seed: 3), outputs: Outputs, seed: 3);

    static IEnumerable<int> Lengths(int count, bool ragged) => Enumerable.Range(1, count).Select(length => ragged ? length : 11);

    static Matrix<float> Numbers(Random random, int rows, int columns) =>
        Matrix<float>.Build.Dense(rows, columns, (_, _) => random.NextSingle());

    /// <summary>Expects a mean loss of an evaluation and of a training step, and gives the evaluation.</summary>
    static Evaluation ShouldLose(LiquidNetwork network, Loss loss, Sequence[] sequences, double expected)
    {
        var set = SequenceSet.Of(sequences);
        new BackpropagationThroughTime(network, loss)
            .Accumulate(set, [.. Enumerable.Range(0, sequences.Length)], new GradientSet(network.Parameters))
            .Loss.Should().BeApproximately(expected, Rounding);
        var evaluation = new Trainer(network, new() { Loss = loss }).Evaluate(set);
        evaluation.Loss.Should().BeApproximately(expected, Rounding);
        return evaluation;
    }

    /// <summary>Expects counts of predictions [label x predicted], and what follows from them.</summary>
    static void ShouldCount(Evaluation evaluation, int[,] expected)
    {
        var count = expected.Cast<int>().Sum();
        var correct = Enumerable.Range(0, Tasks.Features).Sum(label => expected[label, label]);
        evaluation.Count.Should().Be(count);
        evaluation.Correct.Should().Be(correct);
        evaluation.Accuracy.Should().Be((double)correct / count);
        for (var label = 0; label < Tasks.Features; label++)
        {
            for (var predicted = 0; predicted < Tasks.Features; predicted++)
                evaluation.Confusion![label, predicted].Should().Be(expected[label, predicted]);
        }
    }
}
