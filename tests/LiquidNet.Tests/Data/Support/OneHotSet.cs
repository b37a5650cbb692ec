using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Support;

/// <summary>Two sequences of ones among zeros. It writes the ones only, and the last label only, as a span of zeros permits.</summary>
sealed class OneHotSet(int length) : SequenceSet
{
    public override int Count => 2;

    public override int Features => 3;

    public override TargetKind TargetKind => TargetKind.StepLabels;

    public override int Classes => 2;

    public override int LengthOf(int index) => length;

    public override void ReadStep(int index, int step, Span<float> features)
    {
        CheckIndex(index);
        CheckStep(step, length);
        CheckLength(features.Length, Features, nameof(features));
        features[(index + step) % Features] = 1f;
    }

    public override void ReadLabels(int index, Span<int> labels) => labels[^1] = index;
}
