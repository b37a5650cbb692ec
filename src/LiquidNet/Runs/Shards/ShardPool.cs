namespace LiquidNet.Runs.Shards;

/// <summary>Works off shards on several threads, and keeps the memory they need for the next batch.</summary>
/// <remarks>
/// Workers take turns even where one thread happens to do all the work, so that after a few batches of a shape each has the memory for it.
/// Threads may share a pool.
/// </remarks>
/// <typeparam name="TWorker">The memory of one shard.</typeparam>
/// <param name="threads">How many threads work, 0 for one per processor; it never changes a result.</param>
/// <param name="create">Creates a worker for a number of lanes.</param>
sealed class ShardPool<TWorker>(int threads, Func<int, TWorker> create)
    where TWorker : class
{
    readonly Stack<ShardTeam> teams = [];
    readonly Dictionary<int, Queue<TWorker>> idle = [];

    /// <summary>Makes as many workers as can be at work at once.</summary>
    public void Prepare(int lanes, int shards)
    {
        lock (idle)
        {
            var workers = IdleOf(lanes);
            while (workers.Count < Math.Min(ShardTeam.CountOf(threads), shards))
                workers.Enqueue(create(lanes));
        }
    }

    /// <summary>Does the work for every shard, or group of shards, and returns when all is done.</summary>
    /// <exception cref="Exception">The exception of the first that failed; the others are done all the same.</exception>
    public void Run(int shards, Action<int> work)
    {
        var team = RentTeam();
        try
        {
            team.Run(shards, work);
        }
        finally
        {
            lock (idle)
                teams.Push(team);
        }
    }

    /// <summary>A worker that nobody else has until the lease is disposed of.</summary>
    public Lease Rent(int lanes)
    {
        lock (idle)
        {
            if (IdleOf(lanes).TryDequeue(out var worker))
                return new(this, lanes, worker);
        }

        return new(this, lanes, create(lanes));
    }

    /// <summary>A team works for one caller at a time.</summary>
    ShardTeam RentTeam()
    {
        lock (idle)
            return teams.TryPop(out var team) ? team : new ShardTeam(threads);
    }

    /// <summary>Workers by their lanes: a set whose last batch is smaller goes back and forth between two numbers of them.</summary>
    Queue<TWorker> IdleOf(int lanes)
    {
        if (!idle.TryGetValue(lanes, out var workers))
            idle.Add(lanes, workers = new Queue<TWorker>());
        return workers;
    }

    /// <summary>A worker for as long as it is used.</summary>
    public readonly struct Lease(ShardPool<TWorker> pool, int lanes, TWorker worker) : IDisposable
    {
        /// <summary>The worker.</summary>
        public TWorker Worker => worker;

        /// <summary>Gives the worker back.</summary>
        public void Dispose()
        {
            lock (pool.idle)
                pool.IdleOf(lanes).Enqueue(worker);
        }
    }
}
