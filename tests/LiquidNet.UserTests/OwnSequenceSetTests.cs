using LiquidNet.Cells;
using LiquidNet.Data;

namespace LiquidNet.UserTests;

public class OwnSequenceSetTests
{
    [Fact]
    public void It_trains_and_is_evaluated()
    {
        var (train, test) = new FirstSymbol(count: 600, symbols: 3).Split(0.8, seed: 1);
        var network = LiquidNetwork.Classifier(new GruCell(3, 16, seed: 1), classes: 3);
        network.ShouldLearn(train).Evaluate(test).Accuracy.Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void It_is_read_as_sequences()
    {
        var set = new FirstSymbol(count: 5, symbols: 3);
        var sequence = set.ToSequence(4);
        sequence.Length.Should().Be(set.LengthOf(4));
        sequence.Values.RowSums().Should().OnlyContain(sum => sum == 1);
        sequence.Values[0, sequence.Label!.Value].Should().Be(1);
        set.ToString().Should().Be("5 sequences of 3 features and 3 to 7 steps, 3 classes (SequenceLabel; 0: 2, 1: 2, 2: 1)");
    }

    /// <summary>Symbols as ones among zeros, 3 to 8 of them; the label is the first. Nothing is stored, and zeros need not be
    /// written.</summary>
    sealed class FirstSymbol(int count, int symbols) : SequenceSet
    {
        public override int Count => count;

        public override int Features => symbols;

        public override int Classes => symbols;

        public override TargetKind TargetKind => TargetKind.SequenceLabel;

        public override int LengthOf(int index)
        {
            CheckIndex(index);
            return 3 + index % 6;
        }

        public override void ReadStep(int index, int step, Span<float> features)
        {
            CheckStep(step, LengthOf(index));
            CheckLength(features.Length, Features, nameof(features));
            features[SymbolAt(index, step)] = 1;
        }

        public override void ReadLabels(int index, Span<int> labels) => labels[0] = SymbolAt(index, step: 0);

        int SymbolAt(int index, int step) => (int)((uint)((index + 1) * 40_503 + step * 15_731) * 2_654_435_769u >> 8) % symbols;
    }
}
