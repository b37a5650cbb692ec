using LiquidNet.Data;
using LiquidNet.Runs;
using LiquidNet.Runs.Shards;

namespace LiquidNet.Training;

/// <summary>Runs a network forward over a whole set and scores its outputs, shards side by side.</summary>
sealed class Evaluator(LiquidNetwork network, Loss loss, Metric metric, ShardPool<ScoringWorker> pool)
{
    // Enough shards for many cores, and for sequences of about equal length to find each other; few enough to be cancelled soon.
    const int ChunkSize = 32 * LaneCount.Full;

    public Evaluation Evaluate(SequenceSet set, CancellationToken cancellationToken)
    {
        loss.CheckFits(set, network);
        KnownTargets.Check(set, loss, "The set", nameof(set));
        network.Model.ApplyConstraints();
        var plan = new BatchPlan();
        var results = new (ShardResult Result, Measures Measures)[ChunkSize];
        var (total, measures) = (default(ShardResult), new Measures(loss, network));
        for (var first = 0; first < set.Count; first += ChunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            plan.Take(set, [.. Enumerable.Range(first, Math.Min(ChunkSize, set.Count - first))]);
            pool.Run(plan.Shards, shard => results[shard] = RunShard(set, plan, shard));
            foreach (var shard in results.AsSpan(0, plan.Shards))
            {
                total += shard.Result;
                measures.Add(shard.Measures);
            }
        }

        return measures.With(total, metric);
    }

    (ShardResult Result, Measures Measures) RunShard(SequenceSet set, BatchPlan plan, int shard)
    {
        using var lease = pool.Rent(plan.LanesOf(shard));
        var (worker, measures) = (lease.Worker, new Measures(loss, network));
        try
        {
            worker.Evaluator.Measures = measures;
            worker.Begin(set, plan.SamplesOf(shard), weightScale: 1, TapeMemory.Nothing).Forward(worker.Input, worker.Evaluator);
            return (worker.Evaluator.Result, measures);
        }
        finally
        {
            worker.Evaluator.Measures = null;
        }
    }
}
