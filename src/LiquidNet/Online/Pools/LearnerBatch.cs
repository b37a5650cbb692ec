using LiquidNet.Runs.Shards;

namespace LiquidNet.Online;

/// <summary>The readings, or the targets, of one call to a pool: those for one learner come after each other, in their order, and learners
/// side by side, on several threads.</summary>
/// <remarks>Who works for a learner never shows in what comes out. Once calls have been as large, nothing is allocated.</remarks>
sealed class LearnerBatch
{
    const int LearnersOfShard = 16;

    readonly ShardPool<PooledReadout> workers;
    readonly int inputSize;
    readonly int outputSize;
    readonly Action<int> observe;
    readonly Action<int> correct;

    UnitOfTime unit;
    float[] inputs = [];
    float[] elapsed = [];
    DateTimeOffset[] times = [];
    float[] outputs = [];
    Refusal[] refusals = [];
    float[] targets = [];
    double[] losses = [];
    PooledLearner[] learners = [];
    int[] next = [];
    int[] first = [];
    long number;
    int chains;
    double forgetting;
    double initial;

    /// <param name="network">What the learners share.</param>
    /// <param name="readout">What has seen its parameters; it works for nobody else while a batch is worked off.</param>
    /// <param name="threads">How many threads work; 0 for one per processor.</param>
    public LearnerBatch(LiquidNetwork network, PooledReadout readout, int threads)
    {
        (inputSize, outputSize) = (network.InputSize, network.OutputSize);
        workers = new(threads, _ => readout.Fork());
        observe = ObserveShard;
        correct = CorrectShard;
    }

    /// <summary>Makes room for readings after elapsed times, none of them for a learner yet.</summary>
    public void BeginReadings(ReadOnlySpan<float> allElapsed)
    {
        unit = default;
        BeginReadings(allElapsed.Length);
        allElapsed.CopyTo(elapsed);
    }

    /// <summary>Makes room for readings with time stamps, none of them for a learner yet.</summary>
    public void BeginReadings(ReadOnlySpan<DateTimeOffset> allTimes, UnitOfTime timeUnit)
    {
        unit = timeUnit;
        BeginReadings(allTimes.Length);
        allTimes.CopyTo(times);
        elapsed.AsSpan(0, allTimes.Length).Clear();
    }

    /// <summary>Makes room for targets, none of them for a learner yet.</summary>
    public void BeginTargets(int count)
    {
        Begin(count);
        if (losses.Length < count)
            (targets, losses) = (new float[count * outputSize], new double[count]);
    }

    /// <summary>A reading or a target goes to a learner, behind those that have gone there before.</summary>
    public void Add(int item, PooledLearner learner)
    {
        (learners[item], next[item]) = (learner, -1);
        if (learner.Last.Batch == number)
            next[learner.Last.Item] = item;
        else
            first[chains++] = item;
        learner.Last = (number, item);
    }

    /// <summary>A target goes to a learner, or nowhere if no value of it is known: then another one may come.</summary>
    /// <returns>Whether the learner waits for one; where not, nothing has changed.</returns>
    public bool TryAddTarget(int item, PooledLearner learner)
    {
        if (!learner.IsTargetDue || learner.Last.Batch == number)
            return false;
        if (Target(item).ContainsAnyExcept(float.NaN))
            Add(item, learner);
        return true;
    }

    /// <summary>The reading itself [InputSize].</summary>
    public Span<float> Input(int reading) => inputs.AsSpan(reading * inputSize, inputSize);

    /// <summary>The time that has passed before a reading; where there are time stamps, zero until it is its turn.</summary>
    public float Elapsed(int reading) => elapsed[reading];

    /// <summary>The prediction of a reading [OutputSize].</summary>
    public Span<float> Output(int reading) => outputs.AsSpan(reading * outputSize, outputSize);

    /// <summary>Why a reading was refused.</summary>
    public ref Refusal RefusalOf(int reading) => ref refusals[reading];

    /// <summary>The target values of an item [OutputSize].</summary>
    public Span<float> Target(int item) => targets.AsSpan(item * outputSize, outputSize);

    /// <summary>The loss of an item; not a number where nothing was learned from.</summary>
    public ref double Loss(int item) => ref losses[item];

    /// <summary>Takes all readings that have gone to learners.</summary>
    public void Observe() => Run(observe);

    /// <summary>Learns from all targets that have gone to learners.</summary>
    public void Correct(double forgettingOfAll, double initialOfAll)
    {
        (forgetting, initial) = (forgettingOfAll, initialOfAll);
        Run(correct);
    }

    void BeginReadings(int count)
    {
        Begin(count);
        if (refusals.Length >= count)
            return;
        (inputs, outputs) = (new float[count * inputSize], new float[count * outputSize]);
        (elapsed, times, refusals) = (new float[count], new DateTimeOffset[count], new Refusal[count]);
    }

    void Begin(int count)
    {
        (chains, number) = (0, number + 1);
        if (next.Length < count)
            (learners, first, next) = (new PooledLearner[count], new int[count], new int[count]);
    }

    void Run(Action<int> work)
    {
        var shards = (chains + LearnersOfShard - 1) / LearnersOfShard;
        if (shards == 1)
            work(0);
        else if (shards > 1)
            workers.Run(shards, work);

        // A learner that is removed is to be forgotten here too.
        Array.Clear(learners);
    }

    void ObserveShard(int shard)
    {
        using var lease = workers.Rent(lanes: 1);
        for (var chain = shard * LearnersOfShard; chain < Math.Min(chains, (shard + 1) * LearnersOfShard); chain++)
        {
            var learner = learners[first[chain]];
            for (var reading = first[chain]; reading >= 0; reading = next[reading])
                Observe(lease.Worker, learner, reading);
        }
    }

    void Observe(PooledReadout worker, PooledLearner learner, int reading)
    {
        var passed = unit.IsKnown ? unit.Between(learner.Time, times[reading]) : elapsed[reading];
        var refusal = passed < 0 && unit.IsKnown ? Refusal.Late : worker.RefusalOf(Input(reading), passed);
        if (refusal == Refusal.None && !worker.TryObserve(learner, Input(reading), passed, Output(reading)))
            refusal = Refusal.NotFinite;
        refusals[reading] = refusal;
        if (refusal != Refusal.None)
            Output(reading).Fill(float.NaN);
        else if (unit.IsKnown)
            learner.Time = times[reading].ToUniversalTime();
    }

    void CorrectShard(int shard)
    {
        using var lease = workers.Rent(lanes: 1);
        for (var chain = shard * LearnersOfShard; chain < Math.Min(chains, (shard + 1) * LearnersOfShard); chain++)
        {
            var learner = learners[first[chain]];
            for (var item = first[chain]; item >= 0; item = next[item])
                losses[item] = lease.Worker.Correct(learner, forgetting, initial, Target(item));
        }
    }
}
