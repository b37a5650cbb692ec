namespace LiquidNet.Training;

/// <summary>Keeps the memory of shards for the next batch: as many as work at the same time.</summary>
/// <remarks>
/// Workers take turns even where one thread happens to do all the work, so that after a few batches of a shape each has the memory for it.
/// </remarks>
sealed class ShardWorkers(LiquidNetwork network, Loss loss, int threads)
{
    readonly Dictionary<int, Queue<ShardWorker>> idle = [];

    /// <summary>Sees to it that there are workers for a number of shards.</summary>
    public void Prepare(int lanes, int shards)
    {
        var workers = IdleOf(lanes);
        while (workers.Count < Math.Min(threads, shards))
            workers.Enqueue(new ShardWorker(network, loss, lanes));
    }

    /// <summary>A worker that nobody else has.</summary>
    public ShardWorker Rent(int lanes)
    {
        lock (idle)
            return IdleOf(lanes).TryDequeue(out var worker) ? worker : new ShardWorker(network, loss, lanes);
    }

    public void Return(ShardWorker worker)
    {
        lock (idle)
            IdleOf(worker.Input.Lanes).Enqueue(worker);
    }

    /// <summary>Workers by their lanes: a set whose last batch is smaller goes back and forth between two numbers of them.</summary>
    Queue<ShardWorker> IdleOf(int lanes)
    {
        if (!idle.TryGetValue(lanes, out var workers))
            idle.Add(lanes, workers = new Queue<ShardWorker>());
        return workers;
    }
}
