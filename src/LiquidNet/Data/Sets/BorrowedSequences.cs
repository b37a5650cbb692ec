using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet.Data.Sets;

/// <summary>A caller's values, for the time of one call: a set that is filled anew each time and allocates nothing once it is large
/// enough.</summary>
/// <param name="features">Numbers of every step.</param>
sealed class BorrowedSequences(int features) : SequenceSet
{
    readonly List<(Matrix<float> Values, float[]? Timespans)> sequences = [];

    public override int Count => sequences.Count;

    public override int Features => features;

    public override TargetKind TargetKind => TargetKind.None;

    /// <summary>Adds values with timespans of 1 [time x features].</summary>
    public void Add(Matrix<float> values) => sequences.Add((values, null));

    /// <summary>Adds a sequence, whatever is known about it.</summary>
    public void Add(Sequence sequence) => sequences.Add((sequence.Values, (float[]?)sequence.Timespans));

    /// <summary>Gives everything back.</summary>
    public void Clear() => sequences.Clear();

    public override int LengthOf(int index) => sequences[index].Values.RowCount;

    internal override float[]? ColumnsOf(int index) => sequences[index].Values.AsColumnMajorArray();

    public override void ReadStep(int index, int step, Span<float> features) => Sequence.ReadRow(sequences[index].Values, step, features);

    public override void ReadTimespans(int index, Span<float> timespans)
    {
        if (sequences[index].Timespans is { } known)
            known.CopyTo(timespans);
        else
            timespans.Fill(1);
    }
}
