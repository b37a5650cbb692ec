using System.Runtime.ExceptionServices;

namespace LiquidNet.Runs.Shards;

/// <summary>Works off the shards of a batch on several threads; which thread takes which shard never shows in a result.</summary>
/// <remarks>
/// A run allocates nothing. The caller works along, so a busy thread pool makes a run slower, never stuck. Threads may share a team: while it
/// is at work for one, it lets the others work for themselves.
/// </remarks>
sealed class ShardTeam : IThreadPoolWorkItem
{
    Action<int> work = static _ => { };
    int isAtWork;
    int count;
    int finished;
    int seats;
    int called;
    int generation;
    long ticket;
    readonly Lock gate = new();
    (int Shard, Exception Exception)? failure;

    /// <summary>Creates a team.</summary>
    /// <param name="threads">At least 1.</param>
    public ShardTeam(int threads) => Threads = threads;

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
        Volatile.Write(ref generation, generation + 1);
        Volatile.Write(ref finished, 0);
        failure = null;
        work = shardWork;
        Volatile.Write(ref count, shards);
        Volatile.Write(ref seats, helpers);
        Volatile.Write(ref ticket, (long)generation << 32);
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

    /// <summary>Calls on the pool, counting those helpers that an earlier run called and that have not come yet: calls never pile up.</summary>
    void CallHelpers(int helpers)
    {
        for (var helper = Volatile.Read(ref called); helper < helpers; helper++)
        {
            Interlocked.Increment(ref called);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>A helper that comes late may find its seat taken, and then does nothing.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref called);
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
                Keep(shard, exception);
            }

            Interlocked.Increment(ref finished);
        }
    }
}
