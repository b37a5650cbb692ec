namespace LiquidNet.Data.Sets;

/// <summary>
/// Sequences beside themselves in reverse: at each step the features from the beginning, those from the end, and the time that passes
/// when going backward.
/// </summary>
sealed class MirroredSequences(SequenceSet source) : SequenceView(source)
{
    // Timespans are read a sequence at a time but needed a step at a time: each sequence's are kept from when it is first read.
    readonly float[]?[] backward = new float[source.Count][];

    public override int Features => 2 * Source.Features + 1;

    public override void ReadStep(int index, int step, Span<float> features)
    {
        CheckIndex(index);
        var (length, size) = (Source.LengthOf(index), Source.Features);
        CheckStep(step, length);
        CheckLength(features.Length, Features, nameof(features));
        Source.ReadStep(index, step, features[..size]);
        Source.ReadStep(index, length - 1 - step, features.Slice(size, size));
        features[^1] = (Volatile.Read(ref backward[index]) ?? ReadBackward(index, length))[step];
    }

    protected override SequenceView Over(SequenceSet other) => new MirroredSequences(other);

    /// <summary>
    /// Timespans when going backward: the step to a reading from the one after it takes the time that lay between them; the first step
    /// takes the time that came before the whole sequence.
    /// </summary>
    public static void Reverse(Span<float> timespans) => timespans[1..].Reverse();

    /// <summary>Reads the timespans of one sequence. Two threads may do so at once: they come to the same.</summary>
    float[] ReadBackward(int index, int length)
    {
        var timespans = new float[length];
        Source.ReadTimespans(index, timespans);
        Reverse(timespans);
        Volatile.Write(ref backward[index], timespans);
        return timespans;
    }
}
