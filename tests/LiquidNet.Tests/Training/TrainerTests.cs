using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Runs.Shards;
using LiquidNet.Training;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Tests.Training;

public class TrainerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Learns_to_tell_separable_classes(bool ragged)
    {
        var network = Tasks.Classifier();
        var trainer = new Trainer(network, new() { Epochs = 8, BatchSize = 16, Optimizer = new Adam(0.02f) });
        var untrained = trainer.Evaluate(Tasks.Places(90, seed: 9, ragged));

        trainer.Fit(Tasks.Places(300, seed: 1, ragged));

        untrained.Accuracy.Should().BeLessThan(0.8);
        trainer.Evaluate(Tasks.Places(90, seed: 9, ragged)).Accuracy.Should().BeGreaterThan(0.97);
    }

    [Fact]
    public void Learns_values_with_the_squared_error_of_a_linear_readout()
    {
        var network = LiquidNetwork.Regressor(new LeakyIntegratorCell(Tasks.Features, units: 12, seed: 1), outputs: 1);
        var trainer = new Trainer(network, new() { Epochs = 30, BatchSize = 16, Optimizer = new Adam(0.01f) });
        var before = trainer.Evaluate(Tasks.Means(50));

        var history = trainer.Fit(Tasks.Means(200));

        var after = trainer.Evaluate(Tasks.Means(50));
        after.Loss.Should().BeLessThan(before.Loss / 10);
        (after.Accuracy, after.Confusion, history.Last.Accuracy).Should().Be((null, null, null));
    }

    // 1, 5, 17 and 33 take one, half and full lanes, one shard and several; 40 is larger than the set, 33 = 2 * 16 + 1.
    [Theory]
    [InlineData(33, 1)]
    [InlineData(33, 5)]
    [InlineData(33, 16)]
    [InlineData(33, 17)]
    [InlineData(33, 33)]
    [InlineData(33, 40)]
    [InlineData(1, 4)]
    public void Every_batch_size_sees_every_sequence_once_an_epoch(int count, int batchSize)
    {
        var set = new CountingSet(Tasks.Places(count));
        var options = new TrainerOptions { Epochs = 2, BatchSize = batchSize, Threads = 1 };

        var history = new Trainer(Tasks.Classifier(), options).Fit(set);

        set.Versions.Should().HaveCount(2).And.OnlyContain(version => version.Set.Reads.All(reads => reads == 1));
        history.Last.Batches.Should().Be((count + batchSize - 1) / batchSize);
        history.Last.Loss.Should().BeInRange(0.1, 2);
    }

    [Fact]
    public void Batches_of_one_mean_the_same_as_a_whole_batch_over_one_step()
    {
        var set = Tasks.Places(33);
        var whole = Tasks.Classifier();
        var evaluated = new Trainer(whole).Evaluate(set);

        var report = new Trainer(whole, new() { Epochs = 1, BatchSize = 33, Optimizer = new Sgd(1e-6f) }).Fit(set).Last;

        report.Loss.Should().BeApproximately(evaluated.Loss, 1e-6);
        report.Accuracy.Should().Be(evaluated.Accuracy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_and_runs_do_not_change_a_bit(bool ragged)
    {
        var once = Train(threads: 1);

        Train(threads: 1).Should().Equal(once);
        Train(threads: 2).Should().Equal(once);
        Train(threads: 5).Should().Equal(once);
        Train(threads: 1, seed: 1).Should().NotEqual(once, "another seed takes another order");

        float[] Train(int threads, int seed = 0)
        {
            var network = Tasks.Classifier();
            var options = new TrainerOptions { Epochs = 2, BatchSize = 40, Threads = threads, Seed = seed };
            new Trainer(network, options).Fit(Tasks.Places(100, ragged: ragged));
            return Tasks.Weights(network);
        }
    }

    [Fact]
    public void Recomputing_does_not_change_a_bit()
    {
        Train(recomputes: true).Should().Equal(Train(recomputes: false));

        static float[] Train(bool recomputes)
        {
            var network = Tasks.Classifier();
            new Trainer(network, new() { Epochs = 1, CheckpointActivations = recomputes }).Fit(Tasks.Places(50));
            return Tasks.Weights(network);
        }
    }

    [Fact]
    public void Recomputing_long_sequences_takes_less_than_half_the_memory()
    {
        const int Steps = 300;
        var sequence = new Sequence(Matrix<float>.Build.Dense(Steps, Tasks.Features, 0.5f)) { Label = 0 };
        var set = SequenceSet.Of(Enumerable.Repeat(sequence, LaneCount.Full));
        AllocatedByOneBatch(recomputes: false);

        AllocatedByOneBatch(recomputes: true).Should().BeLessThan(AllocatedByOneBatch(recomputes: false) / 2);

        long AllocatedByOneBatch(bool recomputes)
        {
            // A step of this cell computes much besides its state.
            var network = LiquidNetwork.Classifier(new CfcCell(Tasks.Features, units: 4), classes: Tasks.Features);
            var trainer = new Trainer(
                network, new() { Epochs = 1, BatchSize = LaneCount.Full, Threads = 1, CheckpointActivations = recomputes });
            var before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Fit(set);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_large_batch_takes_hardly_more_memory_than_a_small_one()
    {
        AllocatedByOneEpoch(batchSize: 4096).Should().BeLessThan(AllocatedByOneEpoch(batchSize: 1024) * 5 / 4);

        static long AllocatedByOneEpoch(int batchSize)
        {
            var (network, set) = (
                LiquidNetwork.Classifier(new CfcCell(Tasks.Features, units: 4), classes: Tasks.Features), Tasks.Places(4096));
            var trainer = new Trainer(network, new() { Epochs = 1, BatchSize = batchSize, Threads = 1 });
            var before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Fit(set);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Gradients_of_several_batches_add_up_to_that_of_one()
    {
        var (network, set) = (Tasks.Classifier(), Tasks.Places(96));
        int[] all = [.. Enumerable.Range(0, 96)];
        var training = new BackpropagationThroughTime(network, new SoftmaxCrossEntropy());
        var gradients = new GradientSet(network.Parameters);
        foreach (var batch in all.Chunk(32))
            training.Accumulate(set, batch, gradients);

        var whole = Gradients.Of(training, network, set, all);

        float[] sum = [.. Enumerable.Range(0, network.Parameters.Count).SelectMany(index => gradients[index].ToArray())];
        for (var place = 0; place < whole.Length; place++)
            (sum[place] / 3).Should().BeApproximately(whole[place], 1e-6f);
    }

    [Fact]
    public void The_order_is_the_sets_own_unless_shuffled()
    {
        var unshuffled = new CountingSet(Tasks.Places(20));
        var shuffled = new CountingSet(Tasks.Places(20));

        new Trainer(Tasks.Classifier(), new() { Epochs = 1, BatchSize = 1, Shuffle = false }).Fit(unshuffled);
        new Trainer(Tasks.Classifier(), new() { Epochs = 2, BatchSize = 1 }).Fit(shuffled);

        unshuffled.Versions.Single().Set.Order.Should().Equal(Enumerable.Range(0, 20));
        var orders = shuffled.Versions.Select(version => version.Set.Order).ToArray();
        orders[0].Should().NotEqual(Enumerable.Range(0, 20)).And.NotEqual(orders[1]).And.BeEquivalentTo(orders[1]);
    }

    [Fact]
    public void Every_epoch_sees_its_own_version_of_the_set()
    {
        var set = new CountingSet(Tasks.Places(6));

        new Trainer(Tasks.Classifier(), new() { Epochs = 3 }).Fit(set);

        set.Versions.Select(version => version.Epoch).Should().Equal(0, 1, 2);
        set.Versions.Should().OnlyContain(version => version.Set.Reads.All(reads => reads == 1));
        set.Order.Should().BeEmpty("training reads the versions only");
    }

    [Fact]
    public void The_schedule_moves_the_learning_rate_and_clipping_bounds_a_step()
    {
        var network = Tasks.Classifier();
        var before = Tasks.Weights(network);
        var options = new TrainerOptions
        {
            Epochs = 2,
            BatchSize = 100,
            Optimizer = new Sgd(0.5f),
            Schedule = LearningRateSchedule.Steps(everyEpochs: 1, factor: 0.5),
            Clipping = GradientClipping.ByNorm(0.01f),
        };

        var history = new Trainer(network, options).Fit(Tasks.Places(100));

        history.Epochs.Select(epoch => epoch.LearningRate).Should().Equal(0.5f, 0.25f);
        history.Epochs.Should().OnlyContain(epoch => epoch.GradientNorm > 0.01);
        var moved = Math.Sqrt(Tasks.Weights(network).Zip(before, (after, start) => Math.Pow(after - start, 2)).Sum());
        moved.Should().BeInRange(0.004, 0.0075 * 1.001);
    }

    [Fact]
    public void The_schedule_is_asked_for_the_middle_of_each_step()
    {
        var options = new TrainerOptions
        {
            Epochs = 2,
            BatchSize = 25,
            Optimizer = new Sgd(1),
            Schedule = LearningRateSchedule.Exponential(0.5),
        };
        var history = new Trainer(Tasks.Classifier(), options).Fit(Tasks.Places(50));
        history.Epochs.Select(epoch => epoch.LearningRate).Should()
            .Equal([(float)Math.Pow(0.5, 0.75), (float)Math.Pow(0.5, 1.75)], "an epoch tells of its last step");
    }

    [Fact]
    public void The_best_epoch_is_put_back()
    {
        var network = Tasks.Classifier();
        // With the labels of the training set turned round, learning makes things worse from epoch to epoch.
        var validation = Tasks.Turned(60);
        var options = new TrainerOptions { Epochs = 3, Optimizer = new Sgd(0.5f), Validation = validation, RestoreBest = true };

        var history = new Trainer(network, options).Fit(Tasks.Places(60));

        history.Best.Should().NotBe(history.Last);
        new Trainer(network).Evaluate(validation).Loss.Should().Be(history.Best.Validation!.Loss);
    }

    [Fact]
    public void Keeping_the_best_needs_a_validation_set() =>
        FluentActions.Invoking(() => new Trainer(Tasks.Classifier(), new() { RestoreBest = true }))
            .Should().Throw<ArgumentException>().WithMessage("*Validation*");

    [Fact]
    public void Sets_that_do_not_fit_are_refused_before_training()
    {
        var wide = SequenceSet.Of([new Sequence(Matrix<float>.Build.Dense(2, 5)) { Label = 0 }]);
        var values = Tasks.Means(3);

        FluentActions.Invoking(() => new Trainer(Tasks.Classifier()).Fit(wide)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Trainer(Tasks.Classifier()).Evaluate(values)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Trainer(Tasks.Classifier(), new() { Validation = wide })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Options_keep_to_their_ranges()
    {
        FluentActions.Invoking(() => new TrainerOptions { Epochs = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new TrainerOptions { BatchSize = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new TrainerOptions { Threads = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new TrainerOptions { Optimizer = null! }).Should().Throw<ArgumentNullException>();
    }
}
