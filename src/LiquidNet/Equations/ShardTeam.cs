namespace LiquidNet.Equations;

/// <summary>Works off the shards of a batch on several threads; which thread takes which shard never shows in a result.</summary>
/// <remarks>A run allocates nothing. The caller works along, so a busy thread pool makes a run slower, never stuck.</remarks>
internal sealed class ShardTeam : IThreadPoolWorkItem
{
    Action<int> work = static _ => { };
    int count;
    int finished;
    int seats;
    int generation;
    long ticket;
    Exception? failure;

    /// <summary>Creates a team.</summary>
    /// <param name="threads">At least 1.</param>
    public ShardTeam(int threads) => Threads = threads;

    /// <summary>How many threads work at the same time.</summary>
    public int Threads { get; }

    /// <summary>Does the work for every shard and returns when all is done.</summary>
    /// <exception cref="Exception">The exception of the work; the other shards are done all the same.</exception>
    public void Run(int shards, Action<int> shardWork)
    {
        var helpers = Math.Min(Threads, shards) - 1;
        Volatile.Write(ref generation, generation + 1);
        Volatile.Write(ref finished, 0);
        failure = null;
        work = shardWork;
        Volatile.Write(ref count, shards);
        Volatile.Write(ref seats, helpers);
        Volatile.Write(ref ticket, (long)generation << 32);
        for (var helper = 0; helper < helpers; helper++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        WorkOff();
        var spin = default(SpinWait);
        while (Volatile.Read(ref finished) < shards)
            spin.SpinOnce(sleep1Threshold: -1);
        if (failure is not null)
            throw failure;
    }

    /// <summary>A call to the pool that comes late finds its seat taken and does nothing.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (Interlocked.Decrement(ref seats) >= 0)
            WorkOff();
    }

    /// <summary>Takes tickets until there are none; a ticket of an earlier run, taken late, counts for nothing.</summary>
    void WorkOff()
    {
        while (true)
        {
            var mine = Interlocked.Increment(ref ticket) - 1;
            var shard = (int)(mine & uint.MaxValue);
            if (shard >= Volatile.Read(ref count) || (int)(mine >> 32) != Volatile.Read(ref generation))
                return;
            try
            {
                work(shard);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }

            Interlocked.Increment(ref finished);
        }
    }
}
