using LiquidNet.Data;

namespace LiquidNet.Tests.Networks;

/// <summary>A sequence with a name that two of its features have; it says when it is read.</summary>
sealed class TwiceNamedSet(Action onRead) : SequenceSet
{
    public override int Count => 1;

    public override int Features => 3;

    public override TargetKind TargetKind => TargetKind.StepValues;

    public override int Outputs => 1;

    public override IReadOnlyList<string> FeatureNames => ["x", "y", "x"];

    public override int LengthOf(int index) => 4;

    public override void ReadStep(int index, int step, Span<float> features)
    {
        onRead();
        features.Fill(step);
    }

    public override void ReadTargets(int index, int step, Span<float> targets) => targets.Fill(step);
}
