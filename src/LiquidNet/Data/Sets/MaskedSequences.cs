using LiquidNet.Checks;

namespace LiquidNet.Data.Sets;

/// <summary>Sequences whose missing values are filled in by a <see cref="MissingValueEncoder"/>, each when it is first read.</summary>
sealed class MaskedSequences(SequenceSet source, float[] unseen) : SequenceView(source)
{
    readonly float[]?[] inputs = new float[source.Count][];

    public override int Features => 3 * Source.Features;

    public override void ReadStep(int index, int step, Span<float> features)
    {
        CheckIndex(index);
        CheckStep(step, Source.LengthOf(index));
        CheckLength(features.Length, Features, nameof(features));
        var input = Volatile.Read(ref inputs[index]) ?? Fill(index);
        input.AsSpan(step * Features, Features).CopyTo(features);
    }

    protected override SequenceView Over(SequenceSet other) => new MaskedSequences(other, unseen);

    /// <summary>Fills in one sequence. Two threads may do so at once: they come to the same.</summary>
    float[] Fill(int index)
    {
        var encoder = new MissingValueEncoder(unseen);
        var reading = new float[Source.Features];
        var length = Source.LengthOf(index);
        var input = new float[SizeOf(index, length)];
        var timespans = new float[length];
        Source.ReadTimespans(index, timespans);
        for (var step = 0; step < length; step++)
        {
            Array.Clear(reading);
            Source.ReadStep(index, step, reading);
            Check(index, step, reading);
            encoder.Step(reading, timespans[step]).CopyTo(input.AsSpan(step * Features));
        }

        Volatile.Write(ref inputs[index], input);
        return input;
    }

    long SizeOf(int index, int length) => Require.Between(
        (long)length * Features, 1, Array.MaxLength, $"The number of values in sequence {index}",
        $"a sequence is filled in as a whole, here {length} steps of {Features} values", nameof(index));

    static void Check(int index, int step, ReadOnlySpan<float> reading)
    {
        var feature = reading.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
        if (feature >= 0)
        {
            throw new ArgumentException(
                $"Sequence {index}, step {step}, feature {feature} is infinite; where a value is missing, give NaN.", nameof(index));
        }
    }
}
