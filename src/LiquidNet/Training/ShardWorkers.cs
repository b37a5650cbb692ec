namespace LiquidNet.Training;

/// <summary>Keeps the memory of shards for the next batch: as many as work at the same time.</summary>
internal sealed class ShardWorkers(LiquidNetwork network, Loss loss)
{
    readonly Dictionary<int, Stack<ShardWorker>> idleByLanes = [];

    public ShardWorker Rent(int lanes)
    {
        lock (idleByLanes)
        {
            if (idleByLanes.TryGetValue(lanes, out var idle) && idle.TryPop(out var worker))
                return worker;
        }

        return new ShardWorker(network, loss, lanes);
    }

    public void Return(ShardWorker worker)
    {
        lock (idleByLanes)
        {
            if (!idleByLanes.TryGetValue(worker.Input.Lanes, out var idle))
                idleByLanes[worker.Input.Lanes] = idle = new();
            idle.Push(worker);
        }
    }
}
