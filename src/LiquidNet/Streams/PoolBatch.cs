using LiquidNet.Runs;

namespace LiquidNet;

/// <summary>The readings of one call: which slot each is for, and in which round it is stepped.</summary>
/// <remarks>A round holds at most one reading for a slot, so that those for the same one come after each other, in their order.</remarks>
/// <param name="model">What the readings are for.</param>
/// <param name="states">The states of the slots.</param>
sealed class PoolBatch(CompiledModel model, PooledStates states)
{
    UnitOfTime unit;
    float[] inputs = [];
    float[] elapsed = [];
    DateTimeOffset[] times = [];
    float[] outputs = [];
    Refusal[] refusals = [];
    int[] slots = [];
    int[] rounds = [];
    int[] order = [];
    int[] ends = [];
    int count;
    int taken;
    int first;
    int present;

    /// <summary>How many rounds there are.</summary>
    public int Rounds { get; private set; }

    /// <summary>Makes room for readings and takes them, none of them for a slot yet.</summary>
    public void Begin(ReadOnlySpan<float> allInputs, ReadOnlySpan<float> allElapsed)
    {
        unit = default;
        Begin(allInputs, allElapsed.Length);
        allElapsed.CopyTo(elapsed);
    }

    /// <summary>Makes room for readings with time stamps and takes them, none of them for a slot yet.</summary>
    public void Begin(ReadOnlySpan<float> allInputs, ReadOnlySpan<DateTimeOffset> allTimes, UnitOfTime timeUnit)
    {
        unit = timeUnit;
        Begin(allInputs, allTimes.Length);
        if (times.Length < count)
            times = new DateTimeOffset[count];
        allTimes.CopyTo(times);
        elapsed.AsSpan(0, count).Clear();
    }

    /// <summary>A reading goes to a slot.</summary>
    public void Add(int reading, int slot) => (slots[reading], refusals[reading]) = (slot, Refusal.None);

    /// <summary>Orders the readings by their rounds.</summary>
    /// <remarks>Those of a slot are counted here and not as they are added: a key may throw between two of them, and a count that was begun
    /// would spoil the next batch.</remarks>
    public void Arrange()
    {
        CountRounds();
        for (var round = 1; round < Rounds; round++)
            ends[round] += ends[round - 1];
        for (var reading = count - 1; reading >= 0; reading--)
        {
            if (refusals[reading] != Refusal.None)
                continue;
            states.Readings(slots[reading]) = 0;
            order[--ends[rounds[reading]]] = reading;
        }
    }

    void CountRounds()
    {
        for (var reading = 0; reading < count; reading++)
        {
            if (refusals[reading] != Refusal.None)
                continue;
            var round = rounds[reading] = states.Readings(slots[reading])++;
            if (round == Rounds)
                ends[Rounds++] = 0;
            ends[round]++;
            taken++;
        }
    }

    /// <summary>Goes to a round, after <see cref="Arrange"/>; only now is it known what time stamps the readings meet.</summary>
    public void BeginRound(int round, StepLimit limit)
    {
        first = ends[round];
        var end = round + 1 < Rounds ? ends[round + 1] : taken;
        present = end - first;
        if (!unit.IsKnown)
            return;
        present = 0;
        for (var at = first; at < end; at++)
        {
            var reading = order[at];
            elapsed[reading] = unit.Between(states.TimeOf(slots[reading]), times[reading]);
            if (elapsed[reading] < 0)
                Refuse(reading, Refusal.Late);
            else if (limit.IsFinite && !limit.Allows(elapsed[reading]))
                Refuse(reading, Refusal.Elapsed);
            else
                order[first + present++] = reading;
        }
    }

    /// <summary>The readings of the present round that are to be stepped.</summary>
    public ReadOnlySpan<int> Round => order.AsSpan(first, present);

    /// <summary>Why each reading was refused, of those that were.</summary>
    public ReadOnlySpan<Refusal> Refusals => refusals.AsSpan(0, count);

    /// <summary>The reading itself [InputSize].</summary>
    public ReadOnlySpan<float> Input(int reading) => inputs.AsSpan(reading * model.InputSize, model.InputSize);

    /// <summary>The time since the one before; where there are time stamps, zero until its round has begun.</summary>
    public float Elapsed(int reading) => elapsed[reading];

    /// <summary>The state that it meets [StateSize].</summary>
    public Span<float> State(int reading) => states[slots[reading]];

    /// <summary>The prediction [OutputSize].</summary>
    public Span<float> Output(int reading) => outputs.AsSpan(reading * model.OutputSize, model.OutputSize);

    /// <summary>A reading has been stepped.</summary>
    public void Complete(int reading)
    {
        if (unit.IsKnown)
            states.SetTime(slots[reading], times[reading]);
    }

    /// <summary>A reading is not taken.</summary>
    public void Refuse(int reading, Refusal reason)
    {
        refusals[reading] = reason;
        Output(reading).Fill(float.NaN);
    }

    /// <summary>Writes what came of the readings.</summary>
    /// <returns>How many were refused.</returns>
    public int Finish(Span<float> allOutputs, Span<Refusal> reasons)
    {
        outputs.AsSpan(0, count * model.OutputSize).CopyTo(allOutputs);
        if (!reasons.IsEmpty)
            Refusals.CopyTo(reasons);
        var refused = 0;
        foreach (var refusal in Refusals)
            refused += refusal == Refusal.None ? 0 : 1;
        return refused;
    }

    void Begin(ReadOnlySpan<float> allInputs, int readings)
    {
        count = readings;
        Rounds = taken = 0;
        if (elapsed.Length < count)
        {
            (inputs, elapsed, outputs) = (new float[count * model.InputSize], new float[count], new float[count * model.OutputSize]);
            (refusals, slots, rounds, order, ends) = (new Refusal[count], new int[count], new int[count], new int[count], new int[count]);
        }

        allInputs.CopyTo(inputs);
    }
}
