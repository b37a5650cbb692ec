using LiquidNet.Data;

namespace LiquidNet.Runs.Shards;

/// <summary>Some samples of a set, side by side in lanes, as a tape reads them.</summary>
/// <remarks>
/// A sample that is over repeats its last input and timespan, and a lane without a sample those of the first lane: whatever the equation
/// divides by there, it divides by in a real step too. Nothing of it reaches a result.
/// </remarks>
/// <param name="lanes">Samples side by side.</param>
/// <param name="rule">Which inputs are taken.</param>
/// <param name="isMirrored">
/// Whether an input holds at each step the features from the sample's beginning, those from its own end, and the time that passes when
/// going backward.
/// </param>
sealed class ShardInput(int lanes, InputRule rule, bool isMirrored = false) : IShardInput
{
    readonly int[] samples = new int[lanes];
    readonly int[] lengths = new int[lanes];
    readonly InputBlock block = new(lanes);

    SequenceSet set = null!;
    float[] features = [];
    float[] timespans = [];
    bool readsBlocks;

    public int Lanes => lanes;

    /// <summary>How many lanes hold a sample.</summary>
    public int Count { get; private set; }

    /// <summary>Steps of the longest sample.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether samples differ in length; a last row of the input then says which have a step and which are over.</summary>
    public bool IsRagged { get; private set; }

    /// <inheritdoc/>
    public bool IsConstant => set.IsConstantOverTime && !IsRagged && !isMirrored;

    /// <inheritdoc/>
    public bool IsRegular { get; private set; }

    public SequenceSet Set => set;

    /// <summary>The sample of a lane.</summary>
    public int SampleOf(int lane) => samples[lane];

    /// <summary>Steps of the sample of a lane.</summary>
    public int LengthOf(int lane) => lengths[lane];

    /// <summary>Takes samples.</summary>
    /// <param name="from">Where the samples come from.</param>
    /// <param name="indices">Their positions; at least one, at most as many as lanes.</param>
    public void Load(SequenceSet from, ReadOnlySpan<int> indices)
    {
        set = from;
        Count = indices.Length;
        indices.CopyTo(samples);
        var shortest = int.MaxValue;
        Steps = 0;
        for (var lane = 0; lane < Count; lane++)
        {
            lengths[lane] = set.StepsOf(samples[lane]);
            if (lengths[lane] > Array.MaxLength / lanes)
                throw SetLimits.TooLong(samples[lane], lengths[lane], Array.MaxLength / lanes);
            shortest = Math.Min(shortest, lengths[lane]);
            Steps = Math.Max(Steps, lengths[lane]);
        }

        lengths.AsSpan(Count).Fill(lengths[0]);
        IsRagged = shortest < Steps;
        Reserve(ref features, InputSize * (IsRagged ? lanes : 1));
        Reserve(ref timespans, lanes * Steps);
        readsBlocks = !isMirrored && block.Take(set, indices);
        ReadTimespans();
    }

    /// <summary>Lets go of the samples.</summary>
    public void Clear()
    {
        set = null!;
        block.Clear();
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
        if (readsBlocks)
        {
            if (!block.ReadStep(step, lengths, input))
                CheckStep(step, input);
            for (var lane = 0; IsRagged && lane < lanes; lane++)
                input[InputSize * lanes + lane] = step < lengths[lane] ? 1 : 0;
            return;
        }

        for (var lane = 0; lane < Count; lane++)
        {
            var values = features.AsSpan(IsRagged ? lane * InputSize : 0, InputSize);
            if (step < lengths[lane])
            {
                values.Clear();
                ReadStep(lane, step, values[..set.Features]);
                if (isMirrored)
                    ReadBackward(lane, step, values[set.Features..]);
            }

            for (var feature = 0; feature < values.Length; feature++)
                input[feature * lanes + lane] = values[feature];
            if (IsRagged)
                input[values.Length * lanes + lane] = step < lengths[lane] ? 1 : 0;
        }

        for (var row = 0; Count < lanes && row < input.Length; row += lanes)
            input.Slice(row + Count, lanes - Count).Fill(input[row]);
    }

    public void ReadTimespans(int step, Span<float> stepTimespans)
    {
        for (var lane = 0; lane < lanes; lane++)
            stepTimespans[lane] = timespans[(lane < Count ? lane : 0) * Steps + step];
    }

    /// <summary>
    /// The step whose timespan passes in a step from a sample's end. Between two readings the same time passes both ways; the first step
    /// takes the time that came before the whole sequence.
    /// </summary>
    public int BackwardTimespan(int lane, int step) => step == 0 ? 0 : lengths[lane] - step;

    int InputSize => isMirrored ? 2 * set.Features + 1 : set.Features;

    void ReadStep(int lane, int step, Span<float> values)
    {
        set.ReadStep(samples[lane], step, values);
        Check(lane, step, values);
    }

    /// <summary>Checks the features of all samples that have a step, where they are not known to be finite.</summary>
    void CheckStep(int step, ReadOnlySpan<float> input)
    {
        var values = features.AsSpan(0, InputSize);
        for (var lane = 0; lane < Count; lane++)
        {
            for (var feature = 0; feature < values.Length; feature++)
                values[feature] = input[feature * lanes + lane];
            if (step < lengths[lane])
                Check(lane, step, values);
        }
    }

    void Check(int lane, int step, ReadOnlySpan<float> values)
    {
        if (rule.FirstRefused(values) is >= 0 and var feature)
            throw new ArgumentException($"Sequence {samples[lane]}, step {step}: {rule.Refusal(feature, values[feature])}");
    }

    void ReadBackward(int lane, int step, Span<float> values)
    {
        ReadStep(lane, lengths[lane] - 1 - step, values[..^1]);
        values[^1] = timespans[lane * Steps + BackwardTimespan(lane, step)];
    }

    void ReadTimespans()
    {
        IsRegular = true;
        for (var lane = 0; lane < Count; lane++)
        {
            var known = timespans.AsSpan(lane * Steps, lengths[lane]);
            known.Clear();
            set.ReadTimespans(samples[lane], known);
            Check(samples[lane], known);
            timespans.AsSpan(lane * Steps + lengths[lane], Steps - lengths[lane]).Fill(known[^1]);
            IsRegular &= !known.ContainsAnyExcept(timespans[0]);
        }
    }

    static void Check(int sample, ReadOnlySpan<float> ofSample)
    {
        for (var step = 0; step < ofSample.Length; step++)
        {
            if (!(ofSample[step] >= 0) || !float.IsFinite(ofSample[step]))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Sequence {sample}, step {step}: timespan {ofSample[step]}; timespans must be zero or more, and finite."));
            }
        }
    }

    static void Reserve(ref float[] array, int length)
    {
        if (array.Length < length)
            array = new float[length];
    }
}
