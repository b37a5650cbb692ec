using LiquidNet.Data;

namespace LiquidNet.Tests.Training;

/// <summary>Another set, whose files are gone when an epoch begins.</summary>
sealed class FailingSet(SequenceSet inner, int atEpoch) : SequenceSet
{
    public override int Count => inner.Count;

    public override int Features => inner.Features;

    public override TargetKind TargetKind => inner.TargetKind;

    public override int Classes => inner.Classes;

    public override int LengthOf(int index) => inner.LengthOf(index);

    public override void ReadStep(int index, int step, Span<float> features) => inner.ReadStep(index, step, features);

    public override void ReadLabels(int index, Span<int> labels) => inner.ReadLabels(index, labels);

    public override SequenceSet ForEpoch(int epoch) => epoch < atEpoch ? this : throw new IOException("The files are gone.");
}
