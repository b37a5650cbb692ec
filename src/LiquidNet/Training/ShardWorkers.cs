namespace LiquidNet.Training;

/// <summary>Keeps the memory of shards for the next batch: as many as work at the same time.</summary>
internal sealed class ShardWorkers(LiquidNetwork network, Loss loss)
{
    readonly Dictionary<int, Stack<ShardWorker>> idle = [];

    public ShardWorker Rent(int lanes)
    {
        lock (idle)
        {
            if (IdleOf(lanes).TryPop(out var worker))
                return worker;
        }

        return new ShardWorker(network, loss, lanes);
    }

    public void Return(ShardWorker worker)
    {
        lock (idle)
            IdleOf(worker.Input.Lanes).Push(worker);
    }

    /// <summary>Workers by their lanes: a set whose last batch is smaller goes back and forth between two numbers of them.</summary>
    Stack<ShardWorker> IdleOf(int lanes)
    {
        if (!idle.TryGetValue(lanes, out var workers))
            idle.Add(lanes, workers = new Stack<ShardWorker>());
        return workers;
    }
}
