namespace LiquidNet.Data.Sets;

/// <summary>Some sequences of another set, by index.</summary>
sealed class SequenceSubset : SequenceView
{
    readonly int[] indices;

    SequenceSubset(SequenceSet source, int[] indices)
        : base(source) => this.indices = indices;

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
                    FormattableString.Invariant(
                        $"Index {indices[place]} at place {place} is outside the set, which holds sequences 0..{source.Count - 1}."),
                    nameof(indices));
            }
        }

        return source is SequenceSubset subset
            ? new(subset.Source, Array.ConvertAll(indices, index => subset.indices[index]))
            : new(source, indices);
    }

    public override int Count => indices.Length;

    public override bool IsConstantOverTime => Source.IsConstantOverTime;

    internal override float[]? ColumnsOf(int index) => Source.ColumnsOf(InSource(index));

    protected override SequenceView Over(SequenceSet other) => new SequenceSubset(other, indices);

    protected override int InSource(int index) => indices[base.InSource(index)];
}
