namespace LiquidNet.Data.Sets;

/// <summary>
/// Sequences beside themselves in reverse: at each step the features from the beginning, those from the end, and the time that passes
/// when going backward. Nothing is copied.
/// </summary>
sealed class MirroredSequences(SequenceSet source) : SequenceSet
{
    [ThreadStatic]
    static float[]? scratch;

    public override int Count => source.Count;

    public override int Features => 2 * source.Features + 1;

    public override TargetKind TargetKind => source.TargetKind;

    public override int Classes => source.Classes;

    public override int Outputs => source.Outputs;

    public override bool IsWeighted => source.IsWeighted;

    public override int LengthOf(int index) => source.LengthOf(index);

    public override void ReadStep(int index, int step, Span<float> features)
    {
        var (length, size) = (source.LengthOf(index), source.Features);
        CheckStep(step, length);
        CheckLength(features.Length, Features, nameof(features));
        source.ReadStep(index, step, features[..size]);
        source.ReadStep(index, length - 1 - step, features.Slice(size, size));
        if (scratch is null || scratch.Length < length)
            scratch = new float[length];
        source.ReadTimespans(index, scratch.AsSpan(0, length));
        features[^1] = scratch[(length - step) % length];
    }

    public override void ReadTimespans(int index, Span<float> timespans) => source.ReadTimespans(index, timespans);

    public override void ReadLabels(int index, Span<int> labels) => source.ReadLabels(index, labels);

    public override void ReadTargets(int index, int step, Span<float> targets) => source.ReadTargets(index, step, targets);

    public override void ReadWeights(int index, Span<float> weights) => source.ReadWeights(index, weights);

    public override SequenceSet ForEpoch(int epoch)
    {
        var augmented = source.ForEpoch(epoch);
        return ReferenceEquals(augmented, source) ? this : new MirroredSequences(augmented);
    }

    /// <summary>
    /// Timespans when going backward: the step to a reading from the one after it takes the time that lay between them; the first step
    /// takes the time that came before the whole sequence.
    /// </summary>
    public static void Reverse(Span<float> timespans) => timespans[1..].Reverse();
}
