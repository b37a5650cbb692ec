using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Finds the gradient of a network's loss on a batch, going back through all time steps.</summary>
/// <remarks>
/// <para>The batch is cut into shards of samples that are worked off on several threads; gradients are added in the order of the
/// shards, so the number of threads changes no bit of the result.</para>
/// <para>Once a batch of each shape has been seen, a batch allocates nothing.</para>
/// </remarks>
public sealed class BackpropagationThroughTime
{
    /// <summary>Sums of gradients are kept apart for so many groups of shards at most: enough for many threads, whatever the batch.</summary>
    const int MostGroups = 64;

    readonly LiquidNetwork network;
    readonly Loss loss;
    readonly ShardTeam team;
    readonly ShardWorkers workers;
    readonly TargetReader targets;
    readonly Action<int> runGroup;
    readonly List<GradientSet> groupGradients = [];

    SequenceSet set = null!;
    BatchPlan plan;
    int[] samples = [];
    ShardResult[] results = [];
    int groups;
    double totalWeight;
    ulong? dropoutSeed;
    CarriedStates? states;

    /// <summary>Creates the way back for a network and a loss.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">How wrong an output is.</param>
    /// <param name="threads">How many threads work; 0 for one per processor. It never changes a result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public BackpropagationThroughTime(LiquidNetwork network, Loss loss, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        this.network = network;
        this.loss = loss;
        team = new ShardTeam(threads == 0 ? Environment.ProcessorCount : threads);
        workers = new ShardWorkers(network, loss, team.Threads);
        targets = new TargetReader(loss, network.OutputSize);
        runGroup = RunGroup;
    }

    /// <summary>
    /// Whether only states are kept, and everything else is computed again on the way back: less memory for long sequences, about a
    /// third more time, the same bits.
    /// </summary>
    /// <value>Default: false.</value>
    public bool CheckpointActivations { get; init; }

    /// <summary>Adds the gradient of the mean loss on a batch.</summary>
    /// <param name="from">Where the samples come from.</param>
    /// <param name="batch">Positions of the samples in the set; at least one.</param>
    /// <param name="gradients">What to add to; belongs to the network's parameters.</param>
    /// <param name="dropoutSeed">Seed of the random numbers that dropout takes; null trains without dropout.</param>
    /// <returns>The mean loss and, for classes, how many predictions are right. Where no output has a target, nothing is added.</returns>
    /// <exception cref="ArgumentException">The batch is empty, an input or a target is not finite, a timespan is negative or not finite, a
    /// label is unknown, or sizes do not fit; the message names the sequence and the step.</exception>
    public BatchResult Accumulate(SequenceSet from, ReadOnlySpan<int> batch, GradientSet gradients, ulong? dropoutSeed = null) =>
        Accumulate(from, batch, gradients, dropoutSeed, states: null);

    /// <summary>The same, for samples that begin with states of their own, which receive the states at their ends.</summary>
    internal BatchResult Accumulate(
        SequenceSet from, ReadOnlySpan<int> batch, GradientSet gradients, ulong? dropoutSeed, CarriedStates? states)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(gradients);
        if (!ReferenceEquals(gradients.Parameters, network.Parameters))
            throw new ArgumentException("The gradients belong to other parameters than this network's.", nameof(gradients));
        if (batch.IsEmpty)
            throw new ArgumentException("The batch is empty: there is nothing to learn from.", nameof(batch));
        loss.CheckFits(from, network);
        Take(from, batch);
        this.dropoutSeed = dropoutSeed;
        this.states = states;
        workers.Prepare(plan.Lanes, groups);
        team.Run(groups, runGroup);
        var result = default(ShardResult);
        for (var group = 0; group < groups; group++)
        {
            gradients.Add(groupGradients[group]);
            result += results[group];
        }

        return new BatchResult(result.LossSum, totalWeight, loss.UsesLabels ? result.Correct : null, result.Count);
    }

    /// <summary>Copies the batch's description and makes room for its shards.</summary>
    void Take(SequenceSet from, ReadOnlySpan<int> batch)
    {
        set = from;
        plan = BatchPlan.For(from, batch);
        if (samples.Length < batch.Length)
            samples = new int[batch.Length];
        batch.CopyTo(samples);
        totalWeight = targets.TotalWeight(from, batch);
        groups = Math.Min(plan.Shards, MostGroups);
        if (results.Length < groups)
            results = new ShardResult[groups];
        while (groupGradients.Count < groups)
            groupGradients.Add(new GradientSet(network.Parameters));
    }

    /// <summary>Shards of one group follow each other, so that their sum does not depend on who works when.</summary>
    void RunGroup(int group)
    {
        groupGradients[group].Clear();
        results[group] = default;
        var end = (int)((long)(group + 1) * plan.Shards / groups);
        for (var shard = (int)((long)group * plan.Shards / groups); shard < end; shard++)
            results[group] += RunShard(shard, groupGradients[group]);
    }

    ShardResult RunShard(int shard, GradientSet gradients)
    {
        var worker = workers.Rent(plan.Lanes);
        try
        {
            worker.Input.Load(set, plan.SamplesOf(shard, samples), plan.Steps, plan.IsRagged);
            worker.Judge.Begin(totalWeight > 0 ? 1f / (float)totalWeight : 0);
            var tape = worker.TapeFor(plan.IsRagged);
            tape.Dropout = dropoutSeed is { } seed ? new DropoutKey(seed, 0, shard * plan.Lanes) : null;
            tape.CollectInto(gradients, withInputs: false);
            tape.Begin(worker.Input, plan.Steps, set.IsConstantOverTime && !plan.IsRagged, CheckpointActivations ? TapeMemory.States : TapeMemory.Everything);
            tape.InitialState.Clear();
            states?.CopyTo(worker.Input, tape.InitialState);
            tape.Forward(worker.Input, output: null);
            states?.CopyFrom(worker.Input, tape.FinalState);
            if (totalWeight > 0)
                tape.Reverse(worker.Judge);
            return worker.Judge.Result;
        }
        finally
        {
            workers.Return(worker);
        }
    }
}
