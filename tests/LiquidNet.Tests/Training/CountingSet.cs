using LiquidNet.Data;

namespace LiquidNet.Tests.Training;

/// <summary>Another set, which remembers what was asked of it; every epoch has a version that remembers for itself.</summary>
sealed class CountingSet(SequenceSet inner, int? count = null) : SequenceSet
{
    readonly Lock gate = new();

    /// <summary>How often the first step of each sequence was read.</summary>
    public int[] Reads { get; } = new int[inner.Count];

    /// <summary>Which sequences were read, in order.</summary>
    public List<int> Order { get; } = [];

    /// <summary>The epochs that were asked for, and the version of each.</summary>
    public List<(int Epoch, CountingSet Set)> Versions { get; } = [];

    public override int Count => count ?? inner.Count;

    public override int Features => inner.Features;

    public override TargetKind TargetKind => inner.TargetKind;

    public override int Classes => inner.Classes;

    public override int LengthOf(int index) => inner.LengthOf(index);

    public override void ReadStep(int index, int step, Span<float> features)
    {
        lock (gate)
        {
            if (step == 0)
            {
                Reads[index]++;
                Order.Add(index);
            }
        }

        inner.ReadStep(index, step, features);
    }

    public override void ReadLabels(int index, Span<int> labels) => inner.ReadLabels(index, labels);

    public override SequenceSet ForEpoch(int epoch)
    {
        var version = new CountingSet(inner);
        Versions.Add((epoch, version));
        return version;
    }
}
