using LiquidNet.Data;

namespace LiquidNet.Tests.Training;

/// <summary>One sequence with one label, which need not be among the classes that the set claims to have.</summary>
sealed class LabelledSet(int label, int classes = Tasks.Features) : SequenceSet
{
    public override int Count => 1;

    public override int Features => Tasks.Features;

    public override TargetKind TargetKind => TargetKind.SequenceLabel;

    public override int Classes => classes;

    public override int LengthOf(int index) => 2;

    public override void ReadStep(int index, int step, Span<float> features) => features.Fill(0.5f);

    public override void ReadLabels(int index, Span<int> labels) => labels.Fill(label);
}
