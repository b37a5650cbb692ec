namespace LiquidNet.Data.Sets;

/// <summary>Another set, seen differently; nothing is copied. What a view does not change, it passes on.</summary>
abstract class SequenceView(SequenceSet source) : SequenceSet
{
    /// <summary>The set that is seen.</summary>
    protected SequenceSet Source => source;

    public override int Count => source.Count;

    public override int Features => source.Features;

    public override TargetKind TargetKind => source.TargetKind;

    public override int Classes => source.Classes;

    public override int Outputs => source.Outputs;

    public override bool IsWeighted => source.IsWeighted;

    public override IReadOnlyList<string> FeatureNames => source.FeatureNames;

    public override IReadOnlyList<string> OutputNames => source.OutputNames;

    public override TimeSpan? TimeUnit => source.TimeUnit;

    public override string IdOf(int index) => source.IdOf(InSource(index));

    public override int LengthOf(int index) => source.LengthOf(InSource(index));

    public override void ReadStep(int index, int step, Span<float> features) => source.ReadStep(InSource(index), step, features);

    public override void ReadTimespans(int index, Span<float> timespans) => source.ReadTimespans(InSource(index), timespans);

    public override void ReadLabels(int index, Span<int> labels) => source.ReadLabels(InSource(index), labels);

    public override void ReadTargets(int index, int step, Span<float> targets) => source.ReadTargets(InSource(index), step, targets);

    public override void ReadWeights(int index, Span<float> weights) => source.ReadWeights(InSource(index), weights);

    internal override SequenceOrigin OriginOf(int index) => source.OriginOf(InSource(index));

    public override SequenceSet ForEpoch(int epoch) =>
        source.ForEpoch(epoch) is var augmented && ReferenceEquals(augmented, source) ? this : Over(augmented);

    /// <summary>The same view of another set.</summary>
    protected abstract SequenceView Over(SequenceSet other);

    /// <summary>Which sequence of the source a sequence of the view is.</summary>
    protected virtual int InSource(int index)
    {
        CheckIndex(index);
        return index;
    }
}
