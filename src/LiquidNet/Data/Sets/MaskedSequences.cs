namespace LiquidNet.Data.Sets;

/// <summary>Sequences whose missing values are filled in by a <see cref="MissingValueEncoder"/>, each when it is first read.</summary>
sealed class MaskedSequences(SequenceSet source, float[] unseen) : SequenceSet
{
    readonly float[]?[] inputs = new float[source.Count][];

    public override int Count => source.Count;

    public override int Features => 3 * source.Features;

    public override TargetKind TargetKind => source.TargetKind;

    public override int Classes => source.Classes;

    public override int Outputs => source.Outputs;

    public override bool IsWeighted => source.IsWeighted;

    public override int LengthOf(int index) => source.LengthOf(index);

    public override void ReadStep(int index, int step, Span<float> features)
    {
        CheckStep(step, source.LengthOf(index));
        CheckLength(features.Length, Features, nameof(features));
        var input = Volatile.Read(ref inputs[index]) ?? Fill(index);
        input.AsSpan(step * Features, Features).CopyTo(features);
    }

    public override void ReadTimespans(int index, Span<float> timespans) => source.ReadTimespans(index, timespans);

    public override void ReadLabels(int index, Span<int> labels) => source.ReadLabels(index, labels);

    public override void ReadTargets(int index, int step, Span<float> targets) => source.ReadTargets(index, step, targets);

    public override void ReadWeights(int index, Span<float> weights) => source.ReadWeights(index, weights);

    public override SequenceSet ForEpoch(int epoch)
    {
        var augmented = source.ForEpoch(epoch);
        return ReferenceEquals(augmented, source) ? this : new MaskedSequences(augmented, unseen);
    }

    /// <summary>Fills in one sequence. Two threads may do so at once: they come to the same.</summary>
    float[] Fill(int index)
    {
        var mask = new MissingValueEncoder(unseen);
        var reading = new float[source.Features];
        var timespans = new float[source.LengthOf(index)];
        source.ReadTimespans(index, timespans);
        var input = new float[timespans.Length * Features];
        for (var step = 0; step < timespans.Length; step++)
        {
            source.ReadStep(index, step, reading);
            Check(index, step, reading);
            mask.Step(reading, timespans[step]).CopyTo(input.AsSpan(step * Features));
        }

        Volatile.Write(ref inputs[index], input);
        return input;
    }

    static void Check(int index, int step, ReadOnlySpan<float> reading)
    {
        var feature = reading.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
        if (feature >= 0)
            throw new ArgumentException($"Sequence {index}, step {step}, feature {feature} is infinite; where a value is missing, give NaN.");
    }
}
