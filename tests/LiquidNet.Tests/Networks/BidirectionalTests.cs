using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Data.Sets;
using LiquidNet.Equations;
using LiquidNet.Solvers;
using LiquidNet.Tests.Training;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Networks;

public class BidirectionalTests
{
    const int Ahead = 4;

    /// <summary>Sums of the two cells together are cut into vectors elsewhere than those of each alone.</summary>
    const float Close = 1e-5f;

    /// <summary>Some are longer than the windows in which a tape goes back.</summary>
    static readonly int[] Lengths = [4, 9, 1, 40, 9, 33, 2, 5, 7, 3, 8];

    static readonly LiquidCell First = new CtRnnCell(2, Ahead, seed: 1);
    static readonly LiquidCell Second = new LtcCell(2, 3, seed: 2);
    static readonly Bidirectional Both = new(First, Second);

    [Fact]
    public void The_second_cell_reads_from_the_end_with_the_same_time_between_readings()
    {
        var sequences = Sequences();
        var (ahead, behind) = (new LiquidLayer(First).Forward(sequences), new LiquidLayer(Second).Forward([.. sequences.Select(Reversed)]));

        var outputs = new LiquidLayer(Both).Forward(sequences);

        for (var index = 0; index < sequences.Length; index++)
            ShouldBeClose(outputs[index].Enumerate(), ahead[index].Append(Reversed(behind[index])).Enumerate());
    }

    [Fact]
    public void After_the_last_step_both_cells_have_read_everything()
    {
        var sequences = Sequences();
        var network = new LiquidNetwork(Both, new LinearReadout(Both.OutputSize, 2, seed: 3));
        var outputs = new LiquidLayer(Both).Forward(sequences, initialStates: null, out var final);
        var known = outputs.Select(of => Vector<float>.Build.DenseOfEnumerable([.. of.Row(of.RowCount - 1).Take(Ahead), .. of.Row(0)
            .Skip(Ahead)])).ToArray();
        var predictions = network.Readout.Forward(Matrix<float>.Build.DenseOfRowVectors(known));

        var set = SequenceSet.Of(sequences.Select(
            (of, index) => new Sequence(of.Values) { Timespans = of.Timespans, Target = [.. predictions.Row(index)] }));

        new Trainer(network).Evaluate(set).Loss.Should().BeLessThan(Close * Close);
        ShouldBeClose(final.Enumerate(), Matrix<float>.Build.DenseOfRowVectors(known).Enumerate());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_at_every_step_are_those_of_two_tapes(bool checkpoints)
    {
        var sequences = Sequences(targets: true);
        var network = LiquidNetwork.Regressor(Both, outputs: 2, seed: 3);
        var (steps, weights) = (Lengths.Sum(), network.Readout.Parameters["W_out"]);
        var states = new LiquidLayer(Both).Forward(sequences);
        var slopes = network.Forward(sequences).Select((output, index) => (output - sequences[index].Targets!) / steps).ToArray();
        var ofStates = Array.ConvertAll(slopes, slope => slope * WeightsOf(weights, weights.Values));

        var gradients = new GradientSet(network.Parameters);
        new BackpropagationThroughTime(network, new MeanSquaredError()) { CheckpointActivations = checkpoints }
            .Accumulate(SequenceSet.Of(sequences), [.. Enumerable.Range(0, Lengths.Length)], gradients);

        var ahead = Back(First, sequences, [.. ofStates.Select(of => of.SubMatrix(0, of.RowCount, 0, Ahead))]);
        var behind = Back(
            Second, [.. sequences.Select(Reversed)], [.. ofStates.Select(of => Reversed(of.SubMatrix(0, of.RowCount, Ahead, 3)))]);
        float[] expected = [.. ahead.Gradients, .. behind.Gradients];
        ShouldBeClose(Values(gradients).Take(expected.Length), expected);
        var ofWeights = slopes.Zip(states, (slope, state) => slope.TransposeThisAndMultiply(state)).Aggregate((sum, next) => sum + next);
        ShouldBeClose(WeightsOf(weights, gradients[network.Parameters.IndexOf(weights)]).Enumerate(), ofWeights.Enumerate());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tape_finds_the_gradients_of_inputs_timespans_and_initial_states(bool checkpoints)
    {
        var sequences = Sequences();
        var layer = new LiquidNetwork(Both, new IdentityReadout(Both.OutputSize));
        var slopes = sequences.Select((of, index) => Matrix<float>.Build.Random(of.Length, Both.OutputSize, index)).ToArray();
        var (tape, gradients) = (new GradientTape(layer) { CheckpointActivations = checkpoints }, new GradientSet(layer.Parameters));

        var outputs = tape.Forward(sequences);
        tape.Backward(slopes, gradients, withInputs: true);

        var ahead = Back(First, sequences, [.. slopes.Select(of => of.SubMatrix(0, of.RowCount, 0, Ahead))]);
        var behind = Back(
            Second, [.. sequences.Select(Reversed)], [.. slopes.Select(of => Reversed(of.SubMatrix(0, of.RowCount, Ahead, 3)))]);
        ShouldBeClose(Values(gradients), [.. ahead.Gradients, .. behind.Gradients], 10 * Close);
        for (var index = 0; index < sequences.Length; index++)
        {
            ShouldBeClose(outputs[index].Enumerate(), layer.Forward(sequences[index]).Enumerate());
            ShouldBeClose(tape.InputGradient(index)
                .Enumerate(), (ahead.Tape.InputGradient(index) + Reversed(behind.Tape.InputGradient(index))).Enumerate());
            float[] initial = [.. ahead.Tape.InitialStateGradient(index), .. behind.Tape.InitialStateGradient(index)];
            ShouldBeClose(tape.InitialStateGradient(index), initial);
            var timespans = ahead.Tape.TimespanGradient(index)
                .Zip(Backward(behind.Tape.TimespanGradient(index)), (one, other) => one + other);
            ShouldBeClose(tape.TimespanGradient(index), timespans);
        }
    }

    [Theory]
    [InlineData(TargetKind.SequenceLabel)]
    [InlineData(TargetKind.StepLabels)]
    public void What_comes_next_is_learned_and_threads_change_no_bit(TargetKind kind)
    {
        var (one, three) = (Learn(threads: 1), Learn(threads: 3));

        three.Should().Equal(one);

        float[] Learn(int threads)
        {
            var set = Turns(kind);
            var network = LiquidNetwork.Classifier(new Bidirectional(new GruCell(1, 6, seed: 1), new GruCell(1, 6, seed: 2)), classes: 2);
            var trainer = new Trainer(network, new() { Epochs = 30, BatchSize = 20, Threads = threads, Optimizer = new Adam(0.02f) });
            trainer.Fit(set);
            trainer.Evaluate(set).Accuracy.Should().BeGreaterThan(0.95);
            return Tasks.Weights(network);
        }
    }

    [Fact]
    public void A_step_of_training_allocates_nothing_once_warm()
    {
        var network = LiquidNetwork.Classifier(new Bidirectional(new GruCell(1, 6, seed: 1), new GruCell(1, 6, seed: 2)), classes: 2);
        var step = new TrainingStep(network, new SoftmaxCrossEntropy(), new() { Threads = 1 });
        var set = Turns(TargetKind.StepLabels);
        int[] batch = [.. Enumerable.Range(0, 20)];
        Take();
        Take();

        Allocations.LeastOf(Take).Should().Be(0);

        void Take() => step.Take(set, batch, new StepPlace(0, 0, 1, 0), learningRateFactor: 1);
    }

    [Fact]
    public void One_cell_for_both_directions_shares_its_parameters()
    {
        var cell = new GruCell(2, 3);
        var network = LiquidNetwork.Regressor(new Bidirectional(cell, cell), outputs: 1);

        network.Parameters.Should().StartWith(cell.Parameters).And.HaveCount(cell.Parameters.Count + network.Readout.Parameters.Count);
        network.Parameters.NameOf(0).Should().StartWith("forward.");
    }

    [Fact]
    public void Inputs_that_stand_still_may_have_timespans_that_do_not()
    {
        Sequence[] still = [.. Sequences([5, 5, 5])
            .Select(of => new Sequence(Matrix<float>.Build.Dense(5, 2, 0.5f)) { Timespans = of.Timespans })];
        var layer = new LiquidLayer(Both);

        layer.Forward(new StillSequences(SequenceSet.Of(still))).Should().Equal(layer.Forward(still));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_reason()
    {
        FluentActions.Invoking(() => new Bidirectional(new GruCell(2, 3), new GruCell(3, 3)))
            .Should().Throw<ArgumentException>().WithMessage("*2 features*3*");
        var timed = new CtRnnCell(2, 3) { Unfolds = UnfoldPolicy.ByStepLength(0.1f, 9) };
        FluentActions.Invoking(() => new Bidirectional(new GruCell(2, 3), timed))
            .Should().Throw<ArgumentException>().WithMessage("*fixed*");
        var network = LiquidNetwork.Classifier(Both, classes: 2);
        (network.InputSize, network.ToString()).Should().Be((2, $"LiquidNetwork: {Both.Cell} -> {network.Readout}, 127 parameters"));
        network.Invoking(it => it.OpenStream()).Should().Throw<InvalidOperationException>().WithMessage("*from its end too*stream*");
        FluentActions.Invoking(() => new Trainer(network, new() { TruncationSteps = 5 }))
            .Should().Throw<ArgumentException>().WithMessage("*from its end too*TruncationSteps*");
        network.Invoking(it => it.Forward(Matrix<float>.Build.Dense(3, 5))).Should().Throw<ArgumentException>()
            .WithMessage("*time x 2*3 x 5*");
        network.Invoking(it => it.Forward(Matrix<float>.Build.Dense(9, 2, (step, _) => step == 7 ? float.NaN : 0)))
            .Should().Throw<ArgumentException>().WithMessage("*step 7*");
    }

    /// <summary>Gradients of one direction alone.</summary>
    static (GradientTape Tape, float[] Gradients) Back(LiquidCell cell, Sequence[] sequences, Matrix<float>[] slopes)
    {
        var network = new LiquidNetwork(cell, new IdentityReadout(cell.OutputSize));
        var (tape, gradients) = (new GradientTape(network), new GradientSet(network.Parameters));
        tape.Forward(sequences);
        tape.Backward(slopes, gradients, withInputs: true);
        return (tape, Values(gradients));
    }

    /// <summary>Weights of a readout, or their gradient, as a matrix [outputs x inputs].</summary>
    static Matrix<float> WeightsOf(Parameter weights, ReadOnlySpan<float> values) =>
        Matrix<float>.Build.DenseOfColumnMajor(weights.Rows, weights.Columns, values.ToArray()).Transpose();

    static float[] Values(GradientSet gradients) =>
        [.. Enumerable.Range(0, gradients.Parameters.Count).SelectMany(index => gradients[index].ToArray())];

    static void ShouldBeClose(IEnumerable<float> actual, IEnumerable<float> expected, float tolerance = Close)
    {
        var (left, right) = (actual.ToArray(), expected.ToArray());
        left.Should().HaveSameCount(right);
        left.Zip(right, (one, other) => Math.Abs(one - other) / (1 + Math.Abs(other))).Should().OnlyContain(error => error < tolerance);
    }

    static Matrix<float> Reversed(Matrix<float> rows) => Matrix<float>.Build.DenseOfRowVectors(rows.EnumerateRows().Reverse());

    /// <summary>Going backward, the step to a reading takes the time to the one after it, the first step that before the
    /// sequence.</summary>
    static Sequence Reversed(Sequence of) => new(Reversed(of.Values)) { Timespans = Backward(of.Timespans!) };

    static float[] Backward(IReadOnlyList<float> timespans) => [timespans[0], .. timespans.Skip(1).Reverse()];

    static Sequence[] Sequences(int[]? lengths = null, bool targets = false)
    {
        var random = new Random(3);
        return [.. (lengths ?? Lengths).Select(length => new Sequence(Values(length))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle())],
            Targets = targets ? Values(length) : null,
        })];

        Matrix<float> Values(int length) => Matrix<float>.Build.Dense(length, 2, (_, _) => random.NextSingle() - 0.5f);
    }

    /// <summary>Signs of which the next one is to be told at each step, or the first one after the last.</summary>
    static SequenceSet Turns(TargetKind kind)
    {
        var random = new Random(4);
        return SequenceSet.Of(Enumerable.Range(0, 60).Select(index =>
        {
            var signs = Enumerable.Range(0, 3 + index % 5).Select(_ => random.Next(2)).ToArray();
            return new Sequence(Matrix<float>.Build.Dense(signs.Length, 1, (step, _) => 2 * signs[step] - 1))
            {
                Label = kind == TargetKind.SequenceLabel ? signs[0] : null,
                Labels = kind == TargetKind.StepLabels ? [.. signs.Skip(1), Sequence.MissingLabel] : null,
            };
        }));
    }

    sealed class StillSequences(SequenceSet source) : SequenceView(source)
    {
        public override bool IsConstantOverTime => true;

        protected override SequenceView Over(SequenceSet other) => new StillSequences(other);
    }
}
