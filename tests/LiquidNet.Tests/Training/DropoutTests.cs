using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Runs.Shards;
using LiquidNet.Training;

namespace LiquidNet.Tests.Training;

public class DropoutTests
{
    [Fact]
    public void Equal_sequences_in_different_shards_lose_different_features()
    {
        var network = Network();
        var one = Tasks.Places(1).ToSequence(0);
        var set = SequenceSet.Of(Enumerable.Repeat(one, 3 * LaneCount.Full));

        // Were the masks of all shards the same, their mean gradient would be that of the first two.
        var three = Gradient(network, set, 3 * LaneCount.Full, dropoutSeed: 7);
        var two = Gradient(network, set, 2 * LaneCount.Full, dropoutSeed: 7);
        three.Zip(two, (a, b) => Math.Abs(a - b)).Max().Should().BeGreaterThan(1e-4f);

        Gradient(network, set, 3 * LaneCount.Full, dropoutSeed: 7).Should().Equal(three);
        Gradient(network, set, 3 * LaneCount.Full, dropoutSeed: 8).Should().NotEqual(three);
    }

    [Fact]
    public void Every_batch_of_every_epoch_drops_out_other_numbers()
    {
        var places = from epoch in Enumerable.Range(0, 10)
                     from batch in Enumerable.Range(0, 7)
                     select new StepPlace(epoch, batch, Batches: 7, Seed: 4);

        places.Select(place => place.DropoutSeed).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void An_evaluation_drops_out_nothing_also_by_the_workers_that_trained()
    {
        var network = Network();
        var set = Tasks.Places(2 * LaneCount.Full);
        var trainer = new Trainer(network, new() { Epochs = 2, Validation = set, Threads = 1 });

        var history = trainer.Fit(set);

        var anew = new Trainer(network).Evaluate(set).Loss;
        history.Last.Validation!.Loss.Should().Be(anew);
        trainer.Evaluate(set).Loss.Should().Be(anew);
    }

    static LiquidNetwork Network() =>
        LiquidNetwork.Classifier(new CfcCell(Tasks.Features, units: 4) { BackboneUnits = 8, Dropout = 0.5f }, classes: 3);

    static float[] Gradient(LiquidNetwork network, SequenceSet set, int count, int dropoutSeed) => Gradients.Of(
        new BackpropagationThroughTime(network, new SoftmaxCrossEntropy()), network, set, [.. Enumerable.Range(0, count)], dropoutSeed);
}
