using LiquidNet.Data;

namespace LiquidNet.Tests.Data.Support;

/// <summary>A set of one's own that says of itself what it is told to, each time anew.</summary>
sealed class ScriptedSet(Func<int> count, Func<int, int> lengthOf, TargetKind targetKind = TargetKind.StepValues) : SequenceSet
{
    /// <summary>The set of an epoch; this one unless it is given.</summary>
    public Func<int, SequenceSet?>? Version { get; init; }

    public override int Count => count();

    public override int Features => 1;

    public override TargetKind TargetKind => targetKind;

    public override int Outputs => targetKind is TargetKind.StepValues or TargetKind.SequenceValues ? 1 : 0;

    public override int Classes => 1 - Outputs;

    public override int LengthOf(int index) => lengthOf(index);

    public override void ReadStep(int index, int step, Span<float> features) => features.Fill(step);

    public override void ReadTimespans(int index, Span<float> timespans) => timespans.Fill(1);

    public override void ReadTargets(int index, int step, Span<float> targets) => targets.Fill(index);

    public override SequenceSet ForEpoch(int epoch) => Version is null ? this : Version(epoch)!;
}
