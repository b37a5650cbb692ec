using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Runs a network forward over a whole set and scores its outputs, shards side by side.</summary>
sealed class Evaluator(LiquidNetwork network, Loss loss, ShardPool<ScoringWorker> pool)
{
    // Enough shards for many cores, and for sequences of about equal length to find each other; few enough to be cancelled soon.
    const int ChunkSize = 32 * LaneCount.Full;

    public Evaluation Evaluate(SequenceSet set, CancellationToken cancellationToken)
    {
        loss.CheckFits(set, network);
        network.Model.ApplyConstraints();
        var confusion = loss.UsesLabels ? new ConfusionMatrix(network.OutputSize, network.ClassNames) : null;
        var plan = new BatchPlan();
        var results = new ShardResult[ChunkSize];
        var total = default(ShardResult);
        for (var first = 0; first < set.Count; first += ChunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            plan.Take(set, [.. Enumerable.Range(first, Math.Min(ChunkSize, set.Count - first))]);
            pool.Run(plan.Shards, shard => results[shard] = RunShard(set, plan, shard, confusion));
            for (var shard = 0; shard < plan.Shards; shard++)
                total += results[shard];
        }

        return total.WeightSum > 0
            ? new Evaluation(total.LossSum / total.WeightSum, loss.UsesLabels ? total.Correct : null, total.Count, confusion)
            : throw new ArgumentException("No output of the set has a target that counts.", nameof(set));
    }

    ShardResult RunShard(SequenceSet set, BatchPlan plan, int shard, ConfusionMatrix? confusion)
    {
        var worker = pool.Rent(plan.LanesOf(shard));
        try
        {
            worker.Evaluator.Confusion = confusion;
            worker.Begin(set, plan.SamplesOf(shard), weightScale: 1, TapeMemory.Nothing).Forward(worker.Input, worker.Evaluator);
            return worker.Evaluator.Result;
        }
        finally
        {
            worker.Evaluator.Confusion = null;
            pool.Return(plan.LanesOf(shard), worker);
        }
    }
}
