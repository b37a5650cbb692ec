using System.Security.Cryptography;
using LiquidNet.Data;

namespace LiquidNet.Training.Resuming;

/// <summary>A text by which a set is told from others, without reading more of it than a few sequences.</summary>
/// <remarks>Of the first, the last and some sequences between: length, timespans, labels and weights, and the features and target values of
/// the first, the last and some steps between, to the bit. It is the beginning of a SHA-256.</remarks>
sealed class SequenceFingerprint : IDisposable
{
    const int Sequences = 16, Steps = 8;

    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly SequenceSet set;

    SequenceFingerprint(SequenceSet set) => this.set = set;

    /// <summary>The fingerprint of a set.</summary>
    public static string Of(SequenceSet set)
    {
        using var fingerprint = new SequenceFingerprint(set);
        foreach (var index in Spread(Sequences, set.Count))
            fingerprint.Add(index);
        return Convert.ToHexString(fingerprint.hash.GetHashAndReset().AsSpan(0, sizeof(ulong)));
    }

    public void Dispose() => hash.Dispose();

    /// <summary>Some of the numbers 0 to count - 1, the first and the last among them.</summary>
    static IEnumerable<int> Spread(int some, int count) => count <= some
        ? Enumerable.Range(0, count)
        : Enumerable.Range(0, some).Select(place => (int)((long)place * (count - 1) / (some - 1)));

    void Add(int index)
    {
        var length = set.LengthOf(index);
        var outputs = TargetReader.HasEveryStep(set) ? length : 1;
        Add<int>(1, numbers => numbers[0] = length);
        Add<float>(length, timespans => set.ReadTimespans(index, timespans));
        if (set.IsWeighted && set.TargetKind != TargetKind.None)
            Add<float>(outputs, weights => set.ReadWeights(index, weights));
        if (set.Classes > 0)
            Add<int>(outputs, labels => set.ReadLabels(index, labels));
        foreach (var step in Spread(Steps, length))
        {
            Add<float>(set.Features, features => set.ReadStep(index, step, features));
            if (set.Outputs > 0)
                Add<float>(set.Outputs, targets => set.ReadTargets(index, step, targets));
        }
    }

    void Add<T>(int count, Action<T[]> read)
        where T : unmanaged
    {
        var numbers = new T[count];
        read(numbers);
        var bytes = new byte[Buffer.ByteLength(numbers)];
        Buffer.BlockCopy(numbers, 0, bytes, 0, bytes.Length);
        hash.AppendData(bytes);
    }
}
