using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Equations;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Computes the gradient of the loss of a network on a batch, backpropagating through all time steps.</summary>
/// <remarks>
/// <para>The batch is divided into shards of samples of similar length, which are processed on several threads. Gradients are added in the
/// order of the shards, so the number of threads does not change a bit of the result.</para>
/// <para>A batch allocates nothing once one of its shape has been seen.</para>
/// <para>Use it from one thread at a time; the gradients of several batches may be added up in one set.</para>
/// </remarks>
public sealed class BackpropagationThroughTime
{
    readonly LiquidNetwork network;
    readonly Loss loss;
    readonly ShardPool<ScoringWorker> pool;
    readonly ShardGradients shardGradients;
    readonly TargetReader targets;
    readonly BatchPlan plan = new();
    readonly Action<int> runGroup;

    SequenceSet set = null!;
    ShardResult[] results = [];
    double totalWeight;
    ulong? dropoutSeed;
    CarriedStates? states;
    SoleUse use;

    /// <summary>Creates the backpropagation for a network and a loss.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="threads">The number of threads; 0 for one per processor. Results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public BackpropagationThroughTime(LiquidNetwork network, Loss loss, int threads = 0)
        : this(network, loss, CheckedPool(network, loss, threads))
    {
    }

    internal BackpropagationThroughTime(LiquidNetwork network, Loss loss, ShardPool<ScoringWorker> pool)
    {
        this.network = network;
        this.loss = loss;
        this.pool = pool;
        shardGradients = new ShardGradients(network.Parameters);
        targets = new TargetReader(loss, network.TargetSize);
        runGroup = RunGroup;
    }

    /// <summary>
    /// Whether only the states are kept and everything else is computed again on the way back: less memory for long sequences, about a
    /// third more time, the same bits.
    /// </summary>
    /// <value>Default: false.</value>
    public bool CheckpointActivations { get; init; }

    /// <summary>Computes the mean loss on a batch and adds its gradient to a set of gradients.</summary>
    /// <param name="set">The set that the samples are from.</param>
    /// <param name="batch">Positions of the samples in the set; at least one.</param>
    /// <param name="gradients">The gradients of the network's parameters, which are added to.</param>
    /// <param name="dropoutSeed">Seed of the random numbers of dropout, which should differ from step to step; null switches dropout
    /// off.</param>
    /// <returns>The mean loss and, for classes, the number of correct predictions. If no output has a target, nothing is added.</returns>
    /// <exception cref="ArgumentException">The batch is empty, an input or a target is not finite, a timespan is negative or not finite, a
    /// label is unknown, a target is outside the <see cref="Loss.TargetRange"/>, or sizes do not fit; the message names the sequence and
    /// the step.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The set has no sample at a position of the batch.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using this object.</exception>
    public BatchResult Accumulate(SequenceSet set, ReadOnlySpan<int> batch, GradientSet gradients, int? dropoutSeed = null) =>
        Accumulate(set, batch, gradients, (uint?)dropoutSeed, states: null);

    /// <summary>The same, for samples that begin with states of their own, which receive the states at their ends.</summary>
    internal BatchResult Accumulate(
        SequenceSet set, ReadOnlySpan<int> batch, GradientSet gradients, ulong? dropoutSeed, CarriedStates? states)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(gradients);
        if (!ReferenceEquals(gradients.Parameters, network.Parameters))
            throw new ArgumentException("The gradients belong to other parameters than this network's.", nameof(gradients));
        if (batch.IsEmpty)
            throw new ArgumentException("The batch is empty: there is nothing to learn from.", nameof(batch));
        foreach (var sample in batch)
        {
            if ((uint)sample >= (uint)set.Count)
                throw new ArgumentOutOfRangeException(nameof(batch), sample, $"The set has {Counted.Of(set.Count, "sequence")}.");
        }

        loss.CheckFits(set, network);
        using var turn = use.Begin("Another thread is using this object: give each thread one of its own.");
        this.states = states;
        return Accumulate(set, batch, dropoutSeed, gradients);
    }

    BatchResult Accumulate(SequenceSet set, ReadOnlySpan<int> batch, ulong? dropoutSeed, GradientSet gradients)
    {
        this.set = set;
        this.dropoutSeed = dropoutSeed;
        totalWeight = targets.TotalWeight(set, batch);
        plan.Take(set, batch);
        shardGradients.Begin(plan.Shards);
        if (results.Length < shardGradients.Groups)
            results = new ShardResult[shardGradients.Groups];
        network.Model.ApplyConstraints();
        for (var shard = 0; shard < plan.Shards; shard++)
            pool.Prepare(plan.LanesOf(shard), shardGradients.Groups);
        pool.Run(shardGradients.Groups, runGroup);
        shardGradients.AddTo(gradients);
        var result = default(ShardResult);
        for (var group = 0; group < shardGradients.Groups; group++)
            result += results[group];
        return new BatchResult(result.LossSum, totalWeight, loss.UsesLabels ? (int)result.Correct : null, (int)result.Count);
    }

    void RunGroup(int group)
    {
        var gradients = shardGradients.Cleared(group);
        results[group] = default;
        for (var shard = shardGradients.FirstOf(group); shard < shardGradients.FirstOf(group + 1); shard++)
            results[group] += RunShard(shard, gradients);
    }

    ShardResult RunShard(int shard, GradientSet gradients)
    {
        using var lease = pool.Rent(plan.LanesOf(shard));
        var worker = lease.Worker;
        var weightScale = totalWeight > 0 ? 1f / (float)totalWeight : 0;
        var tape = worker.Begin(
            set, plan.SamplesOf(shard), weightScale, CheckpointActivations ? TapeMemory.States : TapeMemory.Everything);
        tape.Dropout = dropoutSeed is { } seed ? new DropoutKey(seed, 0, plan.FirstOf(shard)) : null;
        states?.CopyTo(worker.Input, tape.InitialState);
        tape.Forward(worker.Input, output: null);
        states?.CopyFrom(worker.Input, tape.FinalState);
        if (totalWeight > 0)
            tape.Reverse(worker.Evaluator, gradients);
        return worker.Evaluator.Result;
    }

    static ShardPool<ScoringWorker> CheckedPool(LiquidNetwork network, Loss loss, int threads)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return ScoringWorker.PoolFor(network, loss, threads);
    }
}
