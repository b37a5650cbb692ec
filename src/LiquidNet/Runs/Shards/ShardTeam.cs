using System.Runtime.ExceptionServices;

namespace LiquidNet.Runs.Shards;

/// <summary>Works off the shards of a batch on several threads; which thread takes which shard never shows in a result.</summary>
/// <remarks>
/// A run allocates nothing. The caller works along, so a busy thread pool makes a run slower, never stuck. Threads may share a team: while
/// it is at work for one, it lets the others work for themselves.
/// </remarks>
sealed class ShardTeam : IThreadPoolWorkItem
{
    Action<int> work = static _ => { };
    int isAtWork;
    int count;
    int finished;
    int freeSlots;
    int queuedCalls;
    int run;
    long nextItem;
    readonly Lock gate = new();
    (int Shard, Exception Exception)? failure;

    /// <summary>Creates a team.</summary>
    /// <param name="threads">How many threads work; 0 for one per processor.</param>
    public ShardTeam(int threads) => Threads = CountOf(threads);

    /// <summary>How many threads a setting means: one per processor where it is 0.</summary>
    public static int CountOf(int threads) => threads == 0 ? Environment.ProcessorCount : threads;

    /// <summary>How many threads work at the same time.</summary>
    public int Threads { get; }

    /// <summary>Does the work for every shard and returns when all is done.</summary>
    /// <exception cref="Exception">The exception of the first shard that failed; the other shards are done all the same.</exception>
    public void Run(int shards, Action<int> shardWork)
    {
        if (Interlocked.Exchange(ref isAtWork, 1) != 0)
        {
            RunAlone(shards, shardWork);
            return;
        }

        try
        {
            RunTogether(shards, shardWork);
        }
        finally
        {
            Volatile.Write(ref isAtWork, 0);
        }
    }

    static void RunAlone(int shards, Action<int> shardWork)
    {
        Exception? first = null;
        for (var shard = 0; shard < shards; shard++)
        {
            try
            {
                shardWork(shard);
            }
            catch (Exception exception)
            {
                first ??= exception;
            }
        }

        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
    }

    void RunTogether(int shards, Action<int> shardWork)
    {
        var helpers = Math.Min(Threads, shards) - 1;
        Volatile.Write(ref run, run + 1);
        Volatile.Write(ref finished, 0);
        failure = null;
        work = shardWork;
        Volatile.Write(ref count, shards);
        Volatile.Write(ref freeSlots, helpers);
        Volatile.Write(ref nextItem, (long)run << 32);
        CallHelpers(helpers);
        WorkOff();
        var spin = default(SpinWait);
        while (Volatile.Read(ref finished) < shards)
            spin.SpinOnce(sleep1Threshold: -1);
        if (failure is { } first)
            ExceptionDispatchInfo.Throw(first.Exception);
    }

    /// <summary>Of several failures the one of the first shard is reported, whichever came first.</summary>
    void Keep(int shard, Exception exception)
    {
        lock (gate)
        {
            if (failure is null || shard < failure.Value.Shard)
                failure = (shard, exception);
        }
    }

    /// <summary>Queues calls for helpers, less those of an earlier run that the pool has not started yet: calls never pile up.</summary>
    void CallHelpers(int helpers)
    {
        for (var helper = Volatile.Read(ref queuedCalls); helper < helpers; helper++)
        {
            Interlocked.Increment(ref queuedCalls);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>A helper that starts late may find no slot free, and then does nothing.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref queuedCalls);
        if (Interlocked.Decrement(ref freeSlots) >= 0)
            WorkOff();
    }

    /// <summary>
    /// Takes work items until there are none. An item is the number of its run, above, and of its shard, below: one of another run, taken
    /// late, is left alone.
    /// </summary>
    void WorkOff()
    {
        while (true)
        {
            var item = Interlocked.Increment(ref nextItem) - 1;
            var shard = (int)(item & uint.MaxValue);
            if (shard >= Volatile.Read(ref count) || (int)(item >> 32) != Volatile.Read(ref run))
                return;
            try
            {
                work(shard);
            }
            catch (Exception exception)
            {
                Keep(shard, exception);
            }

            Interlocked.Increment(ref finished);
        }
    }
}
