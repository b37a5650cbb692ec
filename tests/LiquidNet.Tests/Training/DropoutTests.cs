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
        var network = LiquidNetwork.Classifier(new CfcCell(Tasks.Features, units: 4) { BackboneUnits = 8, Dropout = 0.5f }, classes: 3);
        var one = Tasks.Places(1).ToSequence(0);
        var set = SequenceSet.Of(Enumerable.Repeat(one, 3 * LaneCount.Full));

        // Were the masks of all shards the same, their mean gradient would be that of the first two.
        var three = Gradient(network, set, 3 * LaneCount.Full, dropoutSeed: 7);
        var two = Gradient(network, set, 2 * LaneCount.Full, dropoutSeed: 7);
        three.Zip(two, (a, b) => Math.Abs(a - b)).Max().Should().BeGreaterThan(1e-4f);

        Gradient(network, set, 3 * LaneCount.Full, dropoutSeed: 7).Should().Equal(three);
        Gradient(network, set, 3 * LaneCount.Full, dropoutSeed: 8).Should().NotEqual(three);
    }

    static float[] Gradient(LiquidNetwork network, SequenceSet set, int count, int dropoutSeed) => Gradients.Of(
        new BackpropagationThroughTime(network, new SoftmaxCrossEntropy()), network, set, [.. Enumerable.Range(0, count)], dropoutSeed);
}
