using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>A step is taken whole or not at all, and only from targets that the network can be compared with.</summary>
public class GuardedStepTests
{
    [Fact]
    public void An_optimiser_that_fails_half_way_moves_nothing()
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);
        var options = new TrainerOptions { Optimizer = new FailingOptimizer(0.1f) };

        new Trainer(network, options).Invoking(it => it.Fit(Tasks.Places(30))).Should().Throw<NotSupportedException>();

        Tasks.Weights(network).Should().Equal(before);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_refused_in_ones_own_loop_too()
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);
        var gradients = new GradientSet(network.Parameters);
        gradients[1][0] = float.NaN;
        var state = new Adam().CreateState(network.Parameters);

        state.Invoking(it => it.Step(gradients)).Should().Throw<ArithmeticException>().WithMessage("*no parameter has moved*");

        Tasks.Weights(network).Should().Equal(before);
        state.Steps.Should().Be(0);
    }

    [Fact]
    public void A_target_that_is_not_finite_is_named()
    {
        var network = LiquidNetwork.Regressor(new EulerCell(Tasks.Features, units: 4), outputs: 2);
        var sequences = Enumerable.Range(0, 20).Select(_ => new Sequence(Matrix<float>.Build.Dense(6, Tasks.Features))
        {
            Targets = Matrix<float>.Build.Dense(6, 2),
        }).ToArray();
        sequences[18].Targets![4, 1] = float.PositiveInfinity;
        var set = SequenceSet.Of(sequences);
        var before = Tasks.Weights(network);

        new Trainer(network).Invoking(it => it.Fit(set)).Should().Throw<ArgumentException>().WithMessage("Sequence 18, step 4: target value 1*");
        new Trainer(network).Invoking(it => it.Evaluate(set)).Should().Throw<ArgumentException>().WithMessage("Sequence 18, step 4: target value 1*");

        Tasks.Weights(network).Should().Equal(before);
    }

    [Fact]
    public void Values_are_not_compared_with_what_a_softmax_reads()
    {
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, Tasks.Features)) { Target = [0, 1, 0] }]);

        new Trainer(Tasks.Classifier(), new() { Loss = new MeanSquaredError() }).Invoking(it => it.Fit(set))
            .Should().Throw<ArgumentException>().WithMessage("*readout 'softmax 3', whose outputs are Classes*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Weight_decay_is_for_matrices_of_any_width_and_for_no_vector(int outputs)
    {
        var network = LiquidNetwork.Regressor(new CtRnnCell(Tasks.Features, units: 1), outputs);
        var before = network.Parameters.Select(parameter => parameter.Values.ToArray()).ToArray();

        new Sgd(0.5f) { WeightDecay = 0.5f }.CreateState(network.Parameters).Step(new GradientSet(network.Parameters));

        string[] matrices = ["W_in", "W_hid", "W_out"];
        for (var index = 0; index < network.Parameters.Count; index++)
        {
            var decays = matrices.Any(network.Parameters[index].Name.StartsWith);
            network.Parameters[index].Values.ToArray().Should().Equal(before[index].Select(value => decays ? 0.75f * value : value));
        }
    }

    [Fact]
    public void Cancelling_puts_the_best_epoch_back_where_it_is_kept()
    {
        var (network, source) = (Tasks.Classifier(), new CancellationTokenSource());
        float[][] epochs = [[], []];
        var options = new TrainerOptions { Epochs = 5, Optimizer = new Sgd(0.5f), Validation = Turned(), RestoreBest = true };
        var cancelInTheSecond = new Reports(report =>
        {
            epochs[report.Epoch - 1] = Tasks.Weights(network);
            if (report is { Epoch: 2, IsComplete: true })
                source.Cancel();
        });

        new Trainer(network, options).Fit(Tasks.Places(60), cancelInTheSecond, source.Token).EndedBy.Should().Be(TrainingEnd.Cancellation);

        Tasks.Weights(network).Should().Equal(epochs[0]).And.NotEqual(epochs[1]);

        // With the labels of the training set turned round, learning makes things worse from epoch to epoch.
        static SequenceSet Turned() => SequenceSet.Of(Enumerable.Range(0, 60).Select(index => Tasks.Places(60).ToSequence(index))
            .Select(sequence => new Sequence(sequence.Values) { Label = (sequence.Label + 1) % Tasks.Features }));
    }

    [Fact]
    public void A_batch_of_more_shards_than_are_kept_apart_has_the_mean_gradient()
    {
        var (network, set) = (Tasks.Classifier(), Tasks.Places(2100));
        int[] all = [.. Enumerable.Range(0, set.Count)];
        var whole = Gradient(all, threads: 2);
        whole.Should().Equal(Gradient(all, threads: 1));

        float[][] parts = [.. all.Chunk(700).Select(part => Gradient(part, threads: 1))];
        for (var element = 0; element < whole.Length; element++)
            whole[element].Should().BeApproximately(parts.Average(part => part[element]), 1e-6f);

        float[] Gradient(int[] batch, int threads) =>
            Gradients.Of(new BackpropagationThroughTime(network, new SoftmaxCrossEntropy(), threads), network, set, batch);
    }

    sealed record FailingOptimizer(float Rate) : Optimizer(Rate)
    {
        public override int StatePerValue => 0;

        protected internal override void Apply(ParameterUpdate update)
        {
            update.Values[0] += 1;
            if (update.IsMatrix)
                throw new NotSupportedException();
        }
    }
}
