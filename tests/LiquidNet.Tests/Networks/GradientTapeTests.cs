using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Tests.Equations.Support;
using LiquidNet.Tests.Golden;
using LiquidNet.Tests.Runs.Support;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

public class GradientTapeTests
{
    static readonly int[] Lengths = [4, 9, 1, 6, 9, 30, 2, 5, 7, 3, 8];

    [Fact]
    public void All_gradients_are_those_of_the_oracle()
    {
        var cell = new CfcCell(3, 4, seed: 1);
        var episode = cell.EpisodeFor(seed: 2, batch: 11, steps: 5);
        var expected = new ReferenceRun(cell).On(episode);
        var network = new LiquidNetwork(cell, new IdentityReadout(4));
        var (tape, gradients) = (new GradientTape(network), new GradientSet(network.Parameters));
        var sequences = Enumerable.Range(0, 11).Select(sample => new Sequence(Rows(episode.Inputs, sample, 5, 3))
        {
            Timespans = [.. Enumerable.Range(0, 5).Select(step => (float)episode.Timespan(sample, step))],
        });
        tape.Forward([.. sequences], Rows(episode.InitialStates, 0, 11, 4));
        tape.Backward([.. Enumerable.Range(0, 11).Select(sample => Rows(episode.Cotangent, sample, 5, 4))], gradients, withInputs: true);

        for (var sample = 0; sample < 11; sample++)
        {
            ShouldAgree(tape.InputGradient(sample).ToRowMajorArray(), Episodes.Rows(expected.InputGradient, 11, sample));
            ShouldAgree(tape.TimespanGradient(sample), Episodes.Rows(expected.TimespanGradient, 11, sample));
            ShouldAgree(tape.InitialStateGradient(sample), Episodes.Rows(expected.InitialStateGradient, 11, sample));
        }

        for (var index = 0; index < gradients.Parameters.Count; index++)
            ShouldAgree(gradients[index].ToArray(), expected.ParameterGradients[index]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loss_written_by_hand_has_the_gradient_of_the_built_in_one(bool checkpoints)
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 5, seed: 1), outputs: 2, seed: 1);
        var sequences = Sequences(targets: true);
        var steps = Lengths.Sum();
        var expected = new GradientSet(network.Parameters);
        new BackpropagationThroughTime(network, new MeanSquaredError())
            .Accumulate(SequenceSet.Of(sequences), [.. Enumerable.Range(0, Lengths.Length)], expected);

        var (tape, gradients) = (new GradientTape(network) { CheckpointActivations = checkpoints }, new GradientSet(network.Parameters));
        var outputs = tape.Forward(sequences);
        tape.Backward([.. outputs.Select((output, index) => (output - sequences[index].Targets!) / steps)], gradients);

        for (var index = 0; index < gradients.Parameters.Count; index++)
            ShouldAgree(gradients[index].ToArray(), Array.ConvertAll(expected[index].ToArray(), value => (double)value));
    }

    [Fact]
    public void A_gradient_by_probabilities_goes_through_the_softmax()
    {
        var network = LiquidNetwork.Classifier(new GruCell(2, 5, seed: 1), classes: 3, seed: 1);
        var (byLogits, byProbabilities) = (new GradientSet(network.Parameters), new GradientSet(network.Parameters));
        var sequences = Sequences();
        var tape = new GradientTape(network);
        var probabilities = tape.Forward(sequences);
        var slopes = probabilities.Select((of, index) => Matrix<float>.Build.Random(of.RowCount, 3, index)).ToArray();
        tape.Backward(slopes, byProbabilities);
        var logits = new GradientTape(network) { ReturnLogits = true };
        logits.Forward(sequences);
        logits.Backward(
            [.. slopes.Zip(probabilities, (slope, p) =>
                p.MapIndexed((row, column, value) => value * (slope[row, column] - (slope.Row(row) * p.Row(row)))))],
            byLogits);

        for (var index = 0; index < byLogits.Parameters.Count; index++)
            ShouldAgree(byProbabilities[index].ToArray(), Array.ConvertAll(byLogits[index].ToArray(), value => (double)value));
    }

    [Fact]
    public void Threads_and_an_earlier_run_change_no_bit()
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 5, seed: 1), outputs: 2, seed: 1);
        var sequences = Sequences();
        var used = new GradientTape(network, threads: 3);
        used.Forward([.. sequences.Skip(2)]);

        Run(used).Should().Equal(Run(new GradientTape(network, threads: 1)));

        float[] Run(GradientTape tape)
        {
            var gradients = new GradientSet(network.Parameters);
            tape.Backward([.. tape.Forward(sequences)], gradients, withInputs: true);
            return
            [
                .. gradients[0], .. gradients[3],
                .. tape.InputGradient(5).Enumerate(), .. tape.TimespanGradient(2), .. tape.InitialStateGradient(10),
            ];
        }
    }

    [Fact]
    public void It_says_what_it_does_not_know()
    {
        var network = LiquidNetwork.Regressor(new GruCell(2, 5), outputs: 2);
        var (tape, gradients) = (new GradientTape(network), new GradientSet(network.Parameters));
        tape.Invoking(it => it.Backward([], gradients)).Should().Throw<InvalidOperationException>().WithMessage("*Forward before*");
        var outputs = tape.Forward(Sequences());
        tape.Invoking(it => it.Backward(outputs[1..], gradients)).Should().Throw<ArgumentException>()
            .WithMessage("*11 sequences*10 gradients*");
        tape.Invoking(it => it.Backward([.. outputs[1..], outputs[0]], gradients)).Should().Throw<ArgumentException>()
            .WithMessage("*sequence 0 is [9 x 2]*[4 x 2]*");
        tape.Invoking(it => it.Backward([.. outputs[..3], null!, .. outputs[4..]], gradients)).Should().Throw<ArgumentNullException>();
        outputs[3][2, 1] = float.NaN;
        tape.Invoking(it => it.Backward(outputs, gradients)).Should().Throw<ArgumentException>().WithMessage("*sequence 3*not finite*");
        tape.Invoking(it => it.InitialStateGradient(0)).Should().Throw<InvalidOperationException>();
        outputs[3][2, 1] = 0;
        tape.Backward(outputs, gradients);
        tape.InitialStateGradient(0).Should().HaveCount(5);
        tape.Backward(outputs, gradients, withInputs: true);
        tape.InputGradient(0).RowCount.Should().Be(4);
        tape.Forward(Sequences());
        tape.Invoking(it => it.InitialStateGradient(0)).Should().Throw<InvalidOperationException>("it is that of the run before");
        tape.Invoking(it => it.InputGradient(0)).Should().Throw<InvalidOperationException>();
        tape.Backward(outputs, gradients);
        tape.Invoking(it => it.InputGradient(0)).Should().Throw<InvalidOperationException>().WithMessage("*withInputs*");
        tape.Invoking(it => it.InitialStateGradient(11)).Should().Throw<ArgumentOutOfRangeException>();
        tape.Invoking(it => it.Backward(outputs, new GradientSet(network.Cell.Parameters))).Should().Throw<ArgumentException>();
        tape.Invoking(it => it.Forward([])).Should().Throw<ArgumentException>();
    }

    static Sequence[] Sequences(bool targets = false) =>
    [
        .. Lengths.Select((length, index) => new Sequence(Matrix<float>.Build.Random(length, 2, index))
        {
            Timespans = [.. Enumerable.Range(1, length).Select(step => 0.2f * step)],
            Targets = targets ? Matrix<float>.Build.Random(length, 2, index + 100) : null,
        }),
    ];

    static Matrix<float> Rows(double[] values, int sample, int rows, int columns) => Matrix<float>.Build.Dense(
        rows, columns, (row, column) => (float)values[((sample * rows) + row) * columns + column]);

    static void ShouldAgree(float[] actual, double[] expected) => Tolerance.ShouldAgree(
        Array.ConvertAll(actual, value => (double)value), expected, Tolerance.Gradients, "gradient");
}
