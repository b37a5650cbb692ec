using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>Cut into pieces, sequences are what they were: only gradients end at the cuts.</summary>
public class TruncationTests
{
    /// <summary>So small a rate that parameters stay as they are, bit for bit.</summary>
    static readonly Sgd Standing = new(1e-30f);

    [Theory]
    [InlineData(TargetKind.SequenceLabel, 1)]
    [InlineData(TargetKind.StepLabels, 3)]
    [InlineData(TargetKind.SequenceValues, 4)]
    [InlineData(TargetKind.StepValues, 7)]
    public void States_go_on_over_the_cuts(TargetKind kind, int length)
    {
        var (network, set) = (Network(kind), Ragged(kind, count: 20));

        var cut = new Trainer(network, new() { Epochs = 1, BatchSize = 20, Optimizer = Standing, TruncationSteps = length }).Fit(set);

        var whole = new Trainer(network).Evaluate(set);
        cut.Last.Loss.Should().BeApproximately(whole.Loss, 1e-5 * whole.Loss);
        cut.Last.Accuracy.Should().Be(whole.Accuracy);
    }

    [Theory]
    [InlineData(TargetKind.SequenceLabel)]
    [InlineData(TargetKind.StepValues)]
    public void A_piece_as_long_as_the_longest_sequence_changes_no_bit(TargetKind kind)
    {
        Train(kind, length: 12).Should().Equal(Train(kind, length: null));
        Train(kind, length: 11).Should().NotEqual(Train(kind, length: null));
    }

    [Fact]
    public void Threads_do_not_change_a_bit() =>
        Train(TargetKind.StepLabels, length: 4, threads: 3).Should().Equal(Train(TargetKind.StepLabels, length: 4, threads: 1));

    [Fact]
    public void Gradients_end_at_the_cuts()
    {
        // Only the last of two steps has a target, so all that the first step could teach is lost with the cut.
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.DenseOfArray(new float[,] { { 1 }, { 0 } })) { Target = [5] }]);
        var (cut, whole) = (
            LiquidNetwork.Regressor(new LeakyIntegratorCell(1, units: 1), 1),
            LiquidNetwork.Regressor(new LeakyIntegratorCell(1, units: 1), 1));
        var before = cut.Parameters["W_in"].Values[0];

        new Trainer(cut, new() { Epochs = 1, Optimizer = new Sgd(0.1f), TruncationSteps = 1 }).Fit(set);
        new Trainer(whole, new() { Epochs = 1, Optimizer = new Sgd(0.1f) }).Fit(set);

        cut.Parameters["W_in"].Values[0].Should().Be(before);
        cut.Parameters["W_hid"].Values[0].Should()
            .Be(whole.Parameters["W_hid"].Values[0], "the state of the first step goes on into the second");
        whole.Parameters["W_in"].Values[0].Should().NotBe(before);
    }

    [Fact]
    public void Long_series_take_memory_for_a_piece()
    {
        const int Steps = 4_000;
        var series = new Sequence(Matrix<float>.Build.Dense(Steps, 1, (step, _) => MathF.Sin(step)))
        {
            Targets = Matrix<float>.Build.Dense(Steps, 1, (step, _) => MathF.Sin(step + 1)),
        };
        var set = SequenceSet.Of([series]);

        Allocated(length: 50).Should().BeLessThan(Allocated(length: null) / 10);

        long Allocated(int? length)
        {
            var network = LiquidNetwork.Regressor(new CfcCell(1, units: 8), 1);
            var trainer = new Trainer(network, new() { Epochs = 1, Threads = 1, TruncationSteps = length });
            var before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Fit(set);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_batch_allocates_nothing_once_warm()
    {
        var set = Ragged(TargetKind.StepLabels, count: 20);
        var network = Network(TargetKind.StepLabels);
        var step = new TrainingStep(network, new SoftmaxCrossEntropy(), new() { Threads = 1 });
        var pieces = new TruncatedSteps(step, network.Cell.StateSize, length: 5);
        int[] batch = [.. Enumerable.Range(0, 20)];
        Take();
        Take();

        Allocations.LeastOf(Take).Should().Be(0);

        void Take() => pieces.Take(set, batch, new StepPlace(0, 0, 1, 0), learningRateFactor: 1);
    }

    [Fact]
    public void Every_piece_drops_out_other_numbers()
    {
        var place = new StepPlace(Epoch: 1, Batch: 2, Batches: 3, Seed: 4);

        Enumerable.Range(0, 100).Select(piece => (place with { Piece = piece }).DropoutSeed).Should().OnlyHaveUniqueItems();
        FluentActions.Invoking(() => new TrainerOptions { TruncationSteps = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    static float[] Train(TargetKind kind, int? length, int threads = 1)
    {
        var network = Network(kind);
        new Trainer(network, new() { Epochs = 2, BatchSize = 18, Threads = threads, TruncationSteps = length })
            .Fit(Ragged(kind, count: 40));
        return Tasks.Weights(network);
    }

    static LiquidNetwork Network(TargetKind kind) => kind is TargetKind.SequenceLabel or TargetKind.StepLabels
        ? LiquidNetwork.Classifier(new CfcCell(Tasks.Features, units: 4, seed: 1), classes: 3, seed: 1)
        : LiquidNetwork.Regressor(new CfcCell(Tasks.Features, units: 4, seed: 1), outputs: 2, seed: 1);

    /// <summary>Sequences of 1 to 12 steps at irregular times, of different weights.</summary>
    static SequenceSet Ragged(TargetKind kind, int count)
    {
        var random = new Random(5);
        return SequenceSet.Of(Enumerable.Range(0, count).Select(index =>
        {
            var length = 1 + index % 12;
            Matrix<float> Numbers(int rows, int columns) => Matrix<float>.Build.Dense(rows, columns, (_, _) => random.NextSingle());
            return new Sequence(Numbers(length, Tasks.Features))
            {
                Timespans = [.. Numbers(length, 1).Column(0)],
                StepWeights = [.. Enumerable.Range(index, length).Select(step => 1f + step % 3)],
                Label = kind == TargetKind.SequenceLabel ? random.Next(3) : null,
                Labels = kind == TargetKind.StepLabels ? [.. Enumerable.Range(0, length).Select(_ => random.Next(3))] : null,
                Target = kind == TargetKind.SequenceValues ? [.. Numbers(1, 2).Row(0)] : null,
                Targets = kind == TargetKind.StepValues ? Numbers(length, 2) : null,
            };
        }));
    }
}
