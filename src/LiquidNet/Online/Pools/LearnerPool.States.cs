namespace LiquidNet.Online;

/// <summary>Which learners there are, how old they are, and what outlives the pool.</summary>
public sealed partial class LearnerPool<TKey>
{
    /// <summary>Whether there is a learner of a key.</summary>
    public bool Contains(TKey key)
    {
        lock (gate)
            return learners.ContainsKey(key);
    }

    /// <summary>The keys of all learners, as they are now, in no order.</summary>
    public TKey[] GetKeys()
    {
        lock (gate)
            return [.. learners.Keys];
    }

    /// <summary>The time stamp of the last reading of a key, in UTC; null where there is no learner or no reading, and in a pool without
    /// time stamps.</summary>
    public DateTimeOffset? TimeOf(TKey key)
    {
        lock (gate)
            return learners.GetValueOrDefault(key)?.Time;
    }

    /// <summary>Forgets a learner; a later reading for its key opens a new one.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TKey key)
    {
        lock (gate)
            return learners.Remove(key);
    }

    /// <summary>Forgets all learners whose last reading was taken before a moment, such as an hour ago.</summary>
    /// <remarks>A learner that was restored without a time stamp stays until its first reading has one. <see cref="Snapshot"/> keeps what
    /// one has learned.</remarks>
    /// <param name="since">Learners with a reading at or after this moment stay.</param>
    /// <returns>How many were forgotten.</returns>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public int RemoveIdle(DateTimeOffset since)
    {
        unit.CheckStated("create the pool with one");
        var removed = 0;
        lock (gate)
        {
            foreach (var (key, learner) in learners)
            {
                if (learner.Time < since && learners.Remove(key))
                    removed++;
            }
        }

        return removed;
    }

    /// <summary>All that a learner carries, its last time stamp with it, as bytes, from which it goes on to the bit.</summary>
    /// <exception cref="KeyNotFoundException">There is no learner of this key.</exception>
    public byte[] Snapshot(TKey key)
    {
        lock (gate)
            return readout.Write(Known(key));
    }

    /// <summary>Goes on from a snapshot, in a new learner where there is none of this key.</summary>
    /// <remarks>A readout fits the cell that it has learned from: the pool has to be of a network with the same equation and, but for its
    /// readout, the same parameters, such as the same file; and of the same unit of time, where both pools have time stamps.</remarks>
    /// <param name="key">Whose snapshot it is.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> gave.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, damaged so that its form shows it (one number in place of
    /// another does not), or of another network or unit of time; nothing has changed.</exception>
    public void Restore(TKey key, ReadOnlySpan<byte> snapshot)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (gate)
        {
            var learner = readout.Read(snapshot);
            if (!unit.IsStated)
                learner.Time = null;
            learners[key] = learner;
        }
    }
}
