using LiquidNet.Cells;
using LiquidNet.Data;
using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.UserTests;

public class BatchesTests
{
    readonly LiquidNetwork network = LiquidNetwork.Classifier(new CfcCell(2, 6, seed: 1), classes: 3);

    readonly Sequence[] sequences =
    [
        .. Enumerable.Range(1, 20).Select(length => new Sequence(10 * Matrix<float>.Build.Random(length, 2, length))
        {
            Timespans = [.. Enumerable.Range(0, length).Select(step => 0.3f * step)],
        }),
    ];

    [Fact]
    public void Several_sequences_are_answered_as_each_alone()
    {
        network.Classify(sequences).Should().Equal(sequences.Select(network.Classify)).And.Contain(0).And.Contain(2);
        network.Predict(sequences).Should().BeEquivalentTo(sequences.Select(network.Predict), options => options.WithStrictOrdering());
    }

    [Fact]
    public void A_set_is_answered_as_its_sequences()
    {
        var set = SequenceSet.Of(sequences);
        network.Classify(set).Should().Equal(network.Classify(sequences));
        network.Predict(set).Should().BeEquivalentTo(network.Predict(sequences), options => options.WithStrictOrdering());
        var (ofSet, ofSequences) = (network.Forward(set), network.Forward(sequences));
        for (var index = 0; index < sequences.Length; index++)
        {
            ofSet[index].RowCount.Should().Be(sequences[index].Length);
            ofSet[index].Should().BeEquivalentTo(ofSequences[index]);
        }
    }
}
