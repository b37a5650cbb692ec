using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public class TrainingSafetyTests
{
    [Fact]
    public void A_diverging_learning_rate_raises_and_leaves_finite_parameters()
    {
        var cell = new LeakyIntegratorCell(Tasks.Features, units: 8, seed: 3) { Activation = Activation.Identity };
        var network = LiquidNetwork.Regressor(cell, outputs: 1);
        var trainer = new Trainer(network, new() { Epochs = 50, BatchSize = 10, Optimizer = new Sgd(1e6f) });

        var diverged = trainer.Invoking(it => it.Fit(Tasks.Means(40))).Should().Throw<TrainingDivergedException>().Which;

        Tasks.Weights(network).Should().OnlyContain(value => float.IsFinite(value));
        (diverged.Epoch, diverged.Batch).Should().NotBe((1, 1));
        diverged.Message.Should().Contain($"epoch {diverged.Epoch}, batch {diverged.Batch}").And.Contain("learning rate");
    }

    [Fact]
    public void A_step_that_would_overflow_parameters_is_not_taken()
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);
        var trainer = new Trainer(network, new() { Optimizer = new Sgd(float.MaxValue) { Momentum = 0.9f, WeightDecay = 10 } });

        var diverged = trainer.Invoking(it => it.Fit(Tasks.Places(30))).Should().Throw<TrainingDivergedException>().Which;

        Tasks.Weights(network).Should().Equal(before);
        (diverged.Epoch, diverged.Batch).Should().Be((1, 1));
        network.Parameters.TryGet(diverged.ParameterName!, out _).Should().BeTrue();
    }

    [Fact]
    public void A_gradient_that_is_not_finite_moves_no_parameter_and_is_named()
    {
        var network = Tasks.Classifier();
        Tasks.Spoil(network.Parameters["W_out"]);
        var before = Tasks.Weights(network);

        var diverged = new Trainer(network).Invoking(it => it.Fit(Tasks.Places(30))).Should().Throw<TrainingDivergedException>().Which;

        Tasks.Weights(network).Should().Equal(before);
        (diverged.Epoch, diverged.Batch).Should().Be((1, 1));
        network.Parameters.TryGet(diverged.ParameterName!, out _).Should().BeTrue();
        diverged.Message.Should().Contain(diverged.ParameterName);
    }

    [Theory]
    [InlineData("W_in", true)]
    [InlineData("b_out", true)]
    [InlineData("tau", false)]
    public void A_parameter_that_was_not_finite_before_is_named_as_the_cause(string parameter, bool isTrainable)
    {
        var network = Tasks.Classifier();
        Tasks.Spoil(network.Parameters[parameter]);
        network.Parameters[parameter].IsTrainable = isTrainable;

        var diverged = new Trainer(network).Invoking(it => it.Fit(Tasks.Places(30))).Should().Throw<TrainingDivergedException>().Which;

        diverged.ParameterName.Should().Be(parameter);
        diverged.Message.Should().Contain($"a value of parameter '{parameter}' is not finite").And.NotContain("learning rate");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void An_input_that_is_not_finite_is_named_and_moves_no_parameter(float value)
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);
        var sequences = Enumerable.Range(0, 5).Select(index => Tasks.Places(5).ToSequence(index)).ToArray();
        sequences[3].Values[2, 1] = value;
        var trainer = new Trainer(network);

        trainer.Invoking(it => it.Fit(SequenceSet.Of(sequences)))
            .Should().Throw<ArgumentException>().WithMessage("Sequence 3, step 2: feature 1 is*");

        Tasks.Weights(network).Should().Equal(before);
        trainer.Fit(Tasks.Places(10)).Last.Loss.Should().BePositive("the trainer is as good as new");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(3)]
    [InlineData(-2)]
    public void An_unknown_label_is_named(int label)
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);

        new Trainer(network).Invoking(it => it.Fit(new LabelledSet(label)))
            .Should().Throw<ArgumentException>().WithMessage($"Sequence 0 has label {label}*classes 0 to 2*");

        Tasks.Weights(network).Should().Equal(before);
    }

    [Fact]
    public void More_classes_than_the_network_has_are_refused_by_their_number()
    {
        var set = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, Tasks.Features)) { Label = 7 }]);

        new Trainer(Tasks.Classifier()).Invoking(it => it.Fit(set))
            .Should().Throw<ArgumentException>().WithMessage("*3 outputs*8 classes*");
    }

    [Fact]
    public void Cancellation_leaves_the_parameters_of_the_last_whole_step_and_the_history()
    {
        var cancelled = Tasks.Classifier();
        var source = new CancellationTokenSource();
        var options = new TrainerOptions { Epochs = 3, BatchSize = 10 };
        var stopAfterSeven = new Reports(report =>
        {
            if (report is { Epoch: 2, Batch: 2 })
                source.Cancel();
        });

        var history = new Trainer(cancelled, options).Fit(Tasks.Places(50), stopAfterSeven, source.Token);

        history.EndedBy.Should().Be(TrainingEnd.Cancellation);
        history.Epochs.Should().ContainSingle().Which.Epoch.Should().Be(1);
        var whole = Tasks.Classifier();
        var sevenSteps = new float[7][];
        var steps = 0;
        new Trainer(whole, options).Fit(Tasks.Places(50), new Reports(report =>
        {
            if (steps < 7)
                sevenSteps[steps++] = Tasks.Weights(whole);
        }));
        Tasks.Weights(cancelled).Should().Equal(sevenSteps[6]);
    }

    [Fact]
    public void An_evaluation_can_be_cancelled() =>
        new Trainer(Tasks.Classifier()).Invoking(it => it.Evaluate(Tasks.Places(10), new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();

    [Theory]
    [InlineData(32)]
    [InlineData(5)]
    public void A_step_allocates_nothing_once_warm(int batchSize)
    {
        var set = Tasks.Places(64, ragged: true);
        var options = new TrainerOptions { Threads = 1, Clipping = GradientClipping.ByNorm(1), Schedule = LearningRateSchedule.Cosine() };
        var step = new TrainingStep(Tasks.Classifier(), new SoftmaxCrossEntropy(), options);
        int[] samples = [.. Enumerable.Range(0, batchSize)];
        Take();
        Take();

        Allocations.LeastOf(Take).Should().Be(0);

        void Take() => step.Take(set, samples, new StepPlace(Epoch: 0, Batch: 0, Batches: 1, Seed: 0), learningRateFactor: 1);
    }

    [Fact]
    public void Batches_of_different_lanes_keep_their_memory_apart()
    {
        var set = Tasks.Places(64);
        var step = new TrainingStep(Tasks.Classifier(), new SoftmaxCrossEntropy(), new() { Threads = 1 });
        int[] samples = [.. Enumerable.Range(0, 40)];
        foreach (var count in (int[])[40, 9, 1, 40, 9, 1])
            Take(count);

        Allocations.LeastOf(() =>
        {
            Take(40);
            Take(9);
            Take(1);
        }).Should().Be(0);

        void Take(int count) => step.Take(set, samples.AsSpan(0, count), new StepPlace(0, 0, 1, 0), learningRateFactor: 1);
    }
}
