using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>Some samples of a set, side by side in lanes, as a tape reads them.</summary>
sealed class ShardInput(int lanes) : IShardInput
{
    readonly int[] samples = new int[lanes];
    readonly int[] lengths = new int[lanes];

    SequenceSet set = null!;
    float[] features = [];
    float[] timespans = [];
    bool marksPresence;

    public int Lanes => lanes;

    /// <summary>How many lanes hold a sample.</summary>
    public int Count { get; private set; }

    /// <summary>Steps of the longest sample of the batch.</summary>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public bool IsRegular { get; private set; }

    public SequenceSet Set => set;

    /// <summary>The sample of a lane.</summary>
    public int SampleOf(int lane) => samples[lane];

    /// <summary>Steps of the sample of a lane.</summary>
    public int LengthOf(int lane) => lengths[lane];

    /// <summary>Takes samples.</summary>
    /// <param name="from">Where the samples come from.</param>
    /// <param name="indices">Their positions; at most as many as lanes.</param>
    /// <param name="steps">Steps of the longest sample in the batch.</param>
    /// <param name="withPresence">Whether a last row of the input says which samples have a step and which are over.</param>
    public void Load(SequenceSet from, ReadOnlySpan<int> indices, int steps, bool withPresence)
    {
        set = from;
        Count = indices.Length;
        Steps = steps;
        marksPresence = withPresence;
        Reserve(ref features, set.Features);
        Reserve(ref timespans, lanes * steps);
        Array.Clear(timespans);
        for (var lane = 0; lane < Count; lane++)
        {
            samples[lane] = indices[lane];
            lengths[lane] = set.LengthOf(indices[lane]);
            var ofSample = timespans.AsSpan(lane * steps, lengths[lane]);
            set.ReadTimespans(indices[lane], ofSample);
            Check(indices[lane], ofSample);
        }

        FindRegularity();
    }

    /// <summary>Refuses timespans with which a cell is unstable.</summary>
    public void Check(StepLimit limit)
    {
        for (var lane = 0; limit.IsFinite && lane < Count; lane++)
        {
            var ofSample = timespans.AsSpan(lane * Steps, lengths[lane]);
            for (var step = 0; step < ofSample.Length; step++)
            {
                if (!limit.Allows(ofSample[step]))
                    throw new ArgumentException($"Sequence {samples[lane]}, step {step}: {limit.Refusal(ofSample[step])}");
            }
        }
    }

    public void ReadStep(int step, Span<float> input)
    {
        input.Clear();
        var values = features.AsSpan(0, set.Features);
        for (var lane = 0; lane < Count; lane++)
        {
            if (step >= lengths[lane])
                continue;
            set.ReadStep(samples[lane], step, values);
            Check(samples[lane], step, values);
            for (var feature = 0; feature < values.Length; feature++)
                input[feature * lanes + lane] = values[feature];
            if (marksPresence)
                input[values.Length * lanes + lane] = 1;
        }
    }

    public void ReadTimespans(int step, Span<float> stepTimespans)
    {
        for (var lane = 0; lane < lanes; lane++)
            stepTimespans[lane] = timespans[lane * Steps + step];
    }

    /// <summary>Finds out whether all timespans are equal; if so, steps and lanes without a sample take the same one.</summary>
    void FindRegularity()
    {
        var timespan = timespans[0];
        IsRegular = true;
        for (var lane = 0; lane < Count; lane++)
            IsRegular &= !timespans.AsSpan(lane * Steps, lengths[lane]).ContainsAnyExcept(timespan);
        if (IsRegular)
            Array.Fill(timespans, timespan, 0, lanes * Steps);
    }

    static void Check(int sample, ReadOnlySpan<float> ofSample)
    {
        for (var step = 0; step < ofSample.Length; step++)
        {
            if (!(ofSample[step] >= 0) || !float.IsFinite(ofSample[step]))
                throw new ArgumentException($"Sequence {sample}, step {step}: timespan {ofSample[step]}; timespans must be zero or more, and finite.");
        }
    }

    static void Check(int sample, int step, ReadOnlySpan<float> values)
    {
        for (var feature = 0; feature < values.Length; feature++)
        {
            if (!float.IsFinite(values[feature]))
            {
                throw new ArgumentException(
                    $"Sequence {sample}, step {step}, feature {feature}: {values[feature]}; inputs must be finite. Mark missing values by a presence mask.");
            }
        }
    }

    static void Reserve(ref float[] array, int length)
    {
        if (array.Length < length)
            array = new float[length];
    }
}
