namespace LiquidNet.Training;

/// <summary>Keeps the memory of shards for the next batch: as many as work at the same time.</summary>
internal sealed class ShardWorkers(LiquidNetwork network, Loss loss)
{
    readonly Stack<ShardWorker> idle = new();

    public ShardWorker Rent(int lanes)
    {
        lock (idle)
        {
            while (idle.TryPop(out var worker))
            {
                if (worker.Input.Lanes == lanes)
                    return worker;
            }
        }

        return new ShardWorker(network, loss, lanes);
    }

    public void Return(ShardWorker worker)
    {
        lock (idle)
            idle.Push(worker);
    }
}
