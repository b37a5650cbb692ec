using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

/// <summary>A step is taken whole or not at all, and only from targets that the network can be compared with.</summary>
public class GuardedStepTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_sample_that_the_set_does_not_have_is_refused(int sample)
    {
        var (network, set) = (Tasks.Classifier(), Tasks.Places(3));
        var training = new BackpropagationThroughTime(network, new SoftmaxCrossEntropy(), threads: 1);
        training.Invoking(it => it.Accumulate(set, [0, sample], new GradientSet(network.Parameters)))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("batch");
    }

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
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 4), outputs: 2);
        var sequences = Enumerable.Range(0, 20).Select(_ => new Sequence(Matrix<float>.Build.Dense(6, Tasks.Features))
        {
            Targets = Matrix<float>.Build.Dense(6, 2),
        }).ToArray();
        sequences[18].Targets![4, 1] = float.PositiveInfinity;
        var set = SequenceSet.Of(sequences);
        var before = Tasks.Weights(network);

        new Trainer(network).Invoking(it => it.Fit(set)).Should().Throw<ArgumentException>()
            .WithMessage("Sequence 18, step 4: target value 1*");
        new Trainer(network).Invoking(it => it.Evaluate(set)).Should().Throw<ArgumentException>()
            .WithMessage("Sequence 18, step 4: target value 1*");

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
        var options = WithTurnedValidation(epochs: 5);
        var cancelInTheSecond = new Reports(report =>
        {
            epochs[report.Epoch - 1] = Tasks.Weights(network);
            if (report is { Epoch: 2, IsComplete: true })
                source.Cancel();
        });

        new Trainer(network, options).Fit(Tasks.Places(60), cancelInTheSecond, source.Token).EndedBy.Should().Be(TrainingEnd.Cancellation);

        Tasks.Weights(network).Should().Equal(epochs[0]).And.NotEqual(epochs[1]);
    }

    [Fact]
    public void The_best_epoch_is_put_back_whatever_ends_training()
    {
        var (network, options) = (Tasks.Classifier(), WithTurnedValidation(epochs: 5));
        var failing = new FailingSet(Tasks.Places(60), atEpoch: 3);

        new Trainer(network, options).Invoking(it => it.Fit(failing)).Should().Throw<IOException>();

        var best = Tasks.Classifier();
        new Trainer(best, options with { Epochs = 1 }).Fit(Tasks.Places(60));
        Tasks.Weights(network).Should().Equal(Tasks.Weights(best));
    }

    [Fact]
    public void Divergence_puts_the_best_epoch_back_and_says_so()
    {
        var network = Network();
        var options = WithTurnedValidation(epochs: 5) with { Schedule = new Jump(At: 3, Factor: float.MaxValue) };

        var diverged = new Trainer(network, options).Invoking(it => it.Fit(Tasks.Places(60))).Should()
            .Throw<TrainingDivergedException>().Which;

        diverged.RestoredEpoch.Should().Be(1);
        diverged.Message.Should().Contain("those of epoch 1, the best");
        var best = Network();
        new Trainer(best, options with { Epochs = 1 }).Fit(Tasks.Places(60));
        Tasks.Weights(network).Should().Equal(Tasks.Weights(best));

        // Its time constants are fixed: learned ones would be refused as unstable before anything else.
        static LiquidNetwork Network() => LiquidNetwork.Classifier(
            new LeakyIntegratorCell(Tasks.Features, units: 8, seed: 3) { TrainTimeConstants = false }, classes: Tasks.Features, seed: 3);
    }

    // The gradients are finite, their squares are not.
    [Theory]
    [InlineData(2e19f)]
    [InlineData(1e38f)]
    public void A_state_of_the_optimiser_that_would_overflow_stops_training(float target)
    {
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 4), outputs: 1);
        var before = Tasks.Weights(network);
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(3, Tasks.Features, 0.5f)) { Target = [target] }]);

        var diverged = new Trainer(network).Invoking(it => it.Fit(set)).Should().Throw<TrainingDivergedException>().Which;

        Tasks.Weights(network).Should().Equal(before);
        diverged.ParameterName.Should().NotBeNull();
        new Trainer(network, new() { Clipping = GradientClipping.ByNorm(1), Epochs = 1 }).Fit(set).Last.GradientNorm.Should()
            .BeGreaterThan(1e18);
    }

    [Fact]
    public void A_step_that_would_overflow_changes_nothing_in_ones_own_loop_either()
    {
        var network = Tasks.Classifier();
        var (gradients, untouched) = (new GradientSet(network.Parameters), Tasks.Classifier());
        var (state, expected) = (new Adam().CreateState(network.Parameters), new Adam().CreateState(untouched.Parameters));
        Step(1, state, gradients);

        gradients[0].Fill(1e30f);
        state.Invoking(it => it.Step(gradients)).Should().Throw<ArithmeticException>().WithMessage("*no parameter has moved*");
        gradients[0].Clear();
        Step(1, state, gradients);

        var same = new GradientSet(untouched.Parameters);
        Step(1, expected, same);
        same[0].Clear();
        Step(1, expected, same);
        Tasks.Weights(network).Should().Equal(Tasks.Weights(untouched), "moments and the count of steps are as before, too");
        state.Steps.Should().Be(2);

        gradients[0].Fill(1e30f);
        new Sgd(1e10f).CreateState(network.Parameters).Invoking(it => it.Step(gradients)).Should().Throw<ArithmeticException>();
        Tasks.Weights(network).Should().Equal(Tasks.Weights(untouched));

        static void Step(float gradient, OptimizerState state, GradientSet gradients)
        {
            gradients[1].Fill(gradient);
            state.Step(gradients);
        }
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_schedule_or_a_clipping_that_turns_descent_round_is_refused(float factor)
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);
        TrainerOptions[] all = [new() { Schedule = new Jump(0, factor) }, new() { Clipping = new Scaling(factor) }];

        foreach (var options in all)
            new Trainer(network, options).Invoking(it => it.Fit(Tasks.Places(10))).Should().Throw<ArgumentOutOfRangeException>();

        Tasks.Weights(network).Should().Equal(before);
    }

    [Fact]
    public void A_set_without_a_sequence_is_refused()
    {
        var empty = new CountingSet(Tasks.Places(1), count: 0);

        new Trainer(Tasks.Classifier()).Invoking(it => it.Fit(empty)).Should().Throw<ArgumentException>().WithMessage("*no sequence*");
        new Trainer(Tasks.Classifier()).Invoking(it => it.Evaluate(empty)).Should().Throw<ArgumentException>().WithMessage("*no sequence*");
        FluentActions.Invoking(() => new Trainer(Tasks.Classifier(), new() { Validation = empty }))
            .Should().Throw<ArgumentException>().WithMessage("*no sequence*");
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

    /// <summary>With the labels of the training set turned round, learning makes things worse from epoch to epoch.</summary>
    static TrainerOptions WithTurnedValidation(int epochs) => new()
    {
        Epochs = epochs,
        Optimizer = new Sgd(0.5f),
        Validation = Tasks.Turned(60),
        RestoreBest = true,
    };

    sealed record Jump(double At, float Factor) : LearningRateSchedule
    {
        protected override float FactorOf(double epoch, double epochs) => epoch < At ? 1 : Factor;
    }

    sealed record Scaling(float Scale) : GradientClipping
    {
        protected internal override float Clip(GradientSet gradients, double norm) => Scale;
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
