using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Solvers;
using LiquidNet.Tests.Training;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Cells;

public class BidirectionalTests
{
    const int Ahead = 4;
    const float Close = 1e-6f;

    static readonly Bidirectional Both = new(new CtRnnCell(2, Ahead, seed: 1), new LtcCell(2, 3, seed: 2));

    [Fact]
    public void The_second_cell_reads_from_the_end_with_the_same_time_between_readings()
    {
        var sequence = Sequences([4])[0];
        var timespans = sequence.Timespans!;
        var reversed = new Sequence(Matrix<float>.Build.DenseOfRowVectors(sequence.Values.EnumerateRows().Reverse()))
        {
            Timespans = [timespans[0], timespans[3], timespans[2], timespans[1]],
        };
        var behind = new LiquidLayer(new LtcCell(2, 3, seed: 2)).Forward(reversed);
        var ahead = new LiquidLayer(new CtRnnCell(2, Ahead, seed: 1)).Forward(sequence);
        var outputs = Both.Forward(sequence);
        outputs.ColumnCount.Should().Be(Both.OutputSize);
        for (var step = 0; step < 4; step++)
            outputs.Row(step).Should().Equal(ahead.Row(step).Concat(behind.Row(3 - step)));
    }

    [Fact]
    public void After_the_last_step_the_mirrored_cell_knows_what_both_directions_know()
    {
        var sequences = Sequences([5, 3, 7]);
        var outputs = Both.Forward(sequences);
        var mirrored = Both.Mirror(SequenceSet.Of(sequences));
        var layer = new LiquidLayer(Both.Cell);
        for (var index = 0; index < sequences.Length; index++)
        {
            var last = layer.Forward(mirrored.ToSequence(index)).EnumerateRows().Last();
            var expected = outputs[index].EnumerateRows().Last().Take(Ahead).Concat(outputs[index].Row(0).Skip(Ahead));
            last.Zip(expected, (actual, wanted) => Math.Abs(actual - wanted)).Should().OnlyContain(error => error < Close);
        }
    }

    [Fact]
    public void A_network_of_both_directions_learns_from_mirrored_sequences()
    {
        var network = LiquidNetwork.Classifier(new Bidirectional(new GruCell(2, 4, seed: 1), new GruCell(2, 4, seed: 2)).Cell, classes: 2);
        var set = Both.Mirror(SequenceSet.Of(Sequences([6, 2, 5, 9, 3, 4])));
        set.TargetKind.Should().Be(TargetKind.SequenceLabel);
        Gradients.LossesDown(network, new SoftmaxCrossEntropy(), set, 0.1f).Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
        network.Parameters.Select((_, index) => network.Parameters.NameOf(index))
            .Should().Contain(["forward.candidate.W_in", "backward.candidate.W_in"]);
    }

    [Fact]
    public void One_cell_for_both_directions_shares_its_parameters()
    {
        var cell = new GruCell(2, 3);
        new Bidirectional(cell, cell).Cell.Parameters.Should().Equal(cell.Parameters);
    }

    [Fact]
    public void Cells_and_sets_that_do_not_fit_are_refused_with_the_reason()
    {
        FluentActions.Invoking(() => new Bidirectional(new GruCell(2, 3), new GruCell(3, 3)))
            .Should().Throw<ArgumentException>().WithMessage("*2 features*3*");
        FluentActions.Invoking(
            () => new Bidirectional(new GruCell(2, 3), new CtRnnCell(2, 3) { Unfolds = UnfoldPolicy.ByStepLength(0.1f, 9) }))
            .Should().Throw<ArgumentException>().WithMessage("*fixed*");
        var everyStep = new Sequence(Matrix<float>.Build.Dense(3, 2)) { Labels = [0, 1, 0] };
        Both.Invoking(both => both.Mirror(SequenceSet.Of([everyStep]))).Should().Throw<ArgumentException>().WithMessage("*every step*");
        Both.Invoking(both => both.Mirror(SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(3, 5))])))
            .Should().Throw<ArgumentException>().WithMessage("*2 features*5*");
    }

    static Sequence[] Sequences(int[] lengths)
    {
        var random = new Random(lengths.Length);
        return [.. lengths.Select((length, index) => new Sequence(Values(length))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle())],
            Label = index % 2,
        })];

        Matrix<float> Values(int length) => Matrix<float>.Build.Dense(length, 2, (_, _) => random.NextSingle() - 0.5f);
    }
}
