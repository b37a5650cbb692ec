using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Runs a network forward over a whole set and judges its answers, shards side by side.</summary>
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
    int[,]? counts;

    public Evaluator(LiquidNetwork network, Loss loss, int threads)
    {
        this.network = network;
        this.loss = loss;
        team = new ShardTeam(threads == 0 ? Environment.ProcessorCount : threads);
        workers = new ShardWorkers(network, loss, team.Threads);
        runShard = RunShard;
    }

    public Evaluation Evaluate(SequenceSet ofSet, CancellationToken cancellation)
    {
        loss.CheckFits(ofSet, network);
        set = ofSet;
        counts = loss.ComparesClasses ? new int[network.OutputSize, network.OutputSize] : null;
        var total = default(ShardResult);
        for (var first = 0; first < set.Count; first += ChunkSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(ChunkSize, set.Count - first);
            for (var index = 0; index < count; index++)
                chunk[index] = first + index;
            plan = BatchPlan.For(set, chunk.AsSpan(0, count));
            workers.Prepare(plan.Lanes, plan.Shards);
            team.Run(plan.Shards, runShard);
            for (var shard = 0; shard < plan.Shards; shard++)
                total += results[shard];
        }

        var confusion = counts is null ? null : new ConfusionMatrix(counts);
        return new Evaluation(total.LossSum / total.Count, total.Correct, total.Count, confusion);
    }

    void RunShard(int shard)
    {
        var worker = workers.Rent(plan.Lanes);
        try
        {
            worker.Input.Load(set, plan.SamplesOf(shard, chunk), plan.Steps, plan.IsRagged);
            worker.Input.Check(network.Equation.Limit());
            worker.Judge.Confusion = counts;
            worker.Judge.Begin(weightOfOutput: 1);
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
