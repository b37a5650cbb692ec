namespace LiquidNet.Online;

// The learners: their number and age, and snapshots.
public sealed partial class LearnerPool<TKey>
{
    /// <summary>Whether there is a learner with a given key.</summary>
    public bool Contains(TKey key)
    {
        lock (gate)
            return learners.ContainsKey(key);
    }

    /// <summary>The keys of all present learners, in no particular order.</summary>
    public TKey[] GetKeys()
    {
        lock (gate)
            return [.. learners.Keys];
    }

    /// <summary>The time stamp of the last reading of a key, in UTC; null if there is no such learner or it has no reading yet, and in a
    /// pool without time stamps.</summary>
    public DateTimeOffset? TimeOf(TKey key)
    {
        lock (gate)
            return unit.IsKnown ? learners.GetValueOrDefault(key)?.Time : null;
    }

    /// <summary>Removes a learner; a later reading for its key creates a new one.</summary>
    /// <returns>Whether there was such a learner.</returns>
    public bool Remove(TKey key)
    {
        lock (gate)
            return learners.Remove(key);
    }

    /// <summary>Removes all learners whose last reading is older than a given moment.</summary>
    /// <remarks>A learner that was restored without a time stamp stays until its first reading has one. To keep what a learner has learned,
    /// take a <see cref="Snapshot"/>.</remarks>
    /// <param name="since">Learners with a reading at or after this moment stay.</param>
    /// <returns>How many learners were removed.</returns>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public int RemoveIdle(DateTimeOffset since)
    {
        var removed = 0;
        lock (gate)
        {
            _ = unit.ForTimes(Remedy);
            foreach (var (key, learner) in learners)
            {
                if (learner.Time < since && learners.Remove(key))
                    removed++;
            }
        }

        return removed;
    }

    /// <summary>All that a learner carries, including its last time stamp, as bytes, from which it continues bit for bit.</summary>
    /// <exception cref="KeyNotFoundException">There is no learner with this key.</exception>
    public byte[] Snapshot(TKey key)
    {
        lock (gate)
        {
            var snapshot = new byte[readout.SnapshotSize];
            readout.Write(Known(key), snapshot);
            return snapshot;
        }
    }

    /// <summary>Restores a learner from a snapshot; creates it if there is none with this key.</summary>
    /// <remarks>A readout only fits the cell that it was learned on. The network of the pool must have the same equation and, apart from
    /// the readout, the same parameter values, as when loaded from the same file; if both pools have time stamps, also the same unit of
    /// time.</remarks>
    /// <param name="key">The key of the learner.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> returned.</param>
    /// <exception cref="InvalidDataException">The bytes are not a snapshot, are damaged in their structure (a changed number is not
    /// noticed), or belong to another network or unit of time; nothing has changed.</exception>
    public void Restore(TKey key, ReadOnlySpan<byte> snapshot)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (gate)
            learners[key] = Restored(snapshot);
    }

    PooledLearner Restored(ReadOnlySpan<byte> snapshot)
    {
        var learner = readout.Read(snapshot);
        if (!unit.IsKnown)
            learner.Time = null;
        return learner;
    }
}
