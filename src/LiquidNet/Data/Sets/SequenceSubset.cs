namespace LiquidNet.Data.Sets;

/// <summary>Some sequences of another set, by index; nothing is copied.</summary>
sealed class SequenceSubset : SequenceSet
{
    readonly SequenceSet source;
    readonly int[] indices;

    SequenceSubset(SequenceSet source, int[] indices) => (this.source, this.indices) = (source, indices);

    /// <summary>Checks the indices; a subset of a subset refers to the first set, so that reading never passes through two.</summary>
    public static SequenceSubset Of(SequenceSet source, int[] indices)
    {
        if (indices.Length == 0)
            throw new ArgumentException("A subset expects at least one index but got none.", nameof(indices));
        for (var place = 0; place < indices.Length; place++)
        {
            if ((uint)indices[place] >= (uint)source.Count)
            {
                throw new ArgumentException(
                    $"Index {indices[place]} at place {place} is outside the set, which holds sequences 0..{source.Count - 1}.",
                    nameof(indices));
            }
        }

        return source is SequenceSubset subset
            ? new(subset.source, Array.ConvertAll(indices, index => subset.indices[index]))
            : new(source, indices);
    }

    public override int Count => indices.Length;

    public override int Features => source.Features;

    public override TargetKind TargetKind => source.TargetKind;

    public override int Classes => source.Classes;

    public override int Outputs => source.Outputs;

    public override bool IsConstantOverTime => source.IsConstantOverTime;

    public override bool IsWeighted => source.IsWeighted;

    public override int LengthOf(int index) => source.LengthOf(InSource(index));

    public override void ReadStep(int index, int step, Span<float> features) => source.ReadStep(InSource(index), step, features);

    public override void ReadTimespans(int index, Span<float> timespans) => source.ReadTimespans(InSource(index), timespans);

    public override void ReadLabels(int index, Span<int> labels) => source.ReadLabels(InSource(index), labels);

    public override void ReadTargets(int index, int step, Span<float> targets) => source.ReadTargets(InSource(index), step, targets);

    public override void ReadWeights(int index, Span<float> weights) => source.ReadWeights(InSource(index), weights);

    public override SequenceSet ForEpoch(int epoch)
    {
        var augmented = source.ForEpoch(epoch);
        return ReferenceEquals(augmented, source) ? this : new SequenceSubset(augmented, indices);
    }

    int InSource(int index)
    {
        CheckIndex(index);
        return indices[index];
    }
}
