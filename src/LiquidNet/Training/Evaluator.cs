using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Runs a network forward over a whole set and compares its outputs with their targets, shards side by side.</summary>
sealed class Evaluator
{
    // Enough shards for many cores, few enough that those of different lengths are not all padded to the longest.
    const int ChunkSize = 32 * LaneCount.Full;

    readonly LiquidNetwork network;
    readonly Loss loss;
    readonly ShardTeam team;
    readonly ShardWorkers workers;
    readonly Action<int> runShard;
    readonly int[] chunk = new int[ChunkSize];
    readonly ShardResult[] results = new ShardResult[ChunkSize];

    SequenceSet set = null!;
    BatchPlan plan;
    ConfusionMatrix? confusion;

    public Evaluator(LiquidNetwork network, Loss loss, int threads)
    {
        this.network = network;
        this.loss = loss;
        team = new ShardTeam(threads == 0 ? Environment.ProcessorCount : threads);
        workers = new ShardWorkers(network, loss, team.Threads);
        runShard = RunShard;
    }

    public Evaluation Evaluate(SequenceSet ofSet, CancellationToken cancellationToken)
    {
        loss.CheckFits(ofSet, network);
        set = ofSet;
        confusion = loss.UsesLabels ? new ConfusionMatrix(network.OutputSize) : null;
        var total = default(ShardResult);
        for (var first = 0; first < set.Count; first += ChunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(ChunkSize, set.Count - first);
            for (var index = 0; index < count; index++)
                chunk[index] = first + index;
            plan = BatchPlan.For(set, chunk.AsSpan(0, count));
            workers.Prepare(plan.Lanes, plan.Shards);
            team.Run(plan.Shards, runShard);
            for (var shard = 0; shard < plan.Shards; shard++)
                total += results[shard];
        }

        return total.WeightSum > 0
            ? new Evaluation(total.LossSum / total.WeightSum, loss.UsesLabels ? total.Correct : null, total.Count, confusion)
            : throw new ArgumentException("No output of the set has a target that counts.", nameof(ofSet));
    }

    void RunShard(int shard)
    {
        var worker = workers.Rent(plan.Lanes);
        try
        {
            worker.Input.Load(set, plan.SamplesOf(shard, chunk), plan.Steps, plan.IsRagged);
            worker.Input.Check(network.Equation.Limit());
            worker.Judge.Confusion = confusion;
            worker.Judge.Begin(weightScale: 1);
            var tape = worker.TapeFor(plan.IsRagged);
            tape.Begin(worker.Input, plan.Steps, set.IsConstantOverTime && !plan.IsRagged, TapeMemory.Nothing);
            tape.InitialState.Clear();
            tape.Forward(worker.Input, worker.Judge);
            results[shard] = worker.Judge.Result;
        }
        finally
        {
            workers.Return(worker);
        }
    }
}
