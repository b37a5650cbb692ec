namespace LiquidNet;

/// <summary>Which streams there are, how old they are, and states that outlive the pool or its parameters.</summary>
public sealed partial class StreamPool<TKey>
{
    /// <summary>Whether there is a stream of a key.</summary>
    public bool Contains(TKey key)
    {
        lock (gate)
            return slots.ContainsKey(key);
    }

    /// <summary>The keys of all streams, as they are now, in no order.</summary>
    public TKey[] GetKeys()
    {
        lock (gate)
            return [.. slots.Keys];
    }

    /// <summary>The time stamp of the last reading of a key, in UTC; null where there is no stream or no reading, and in a pool without
    /// time stamps.</summary>
    public DateTimeOffset? TimeOf(TKey key)
    {
        lock (gate)
            return unit.IsStated && slots.TryGetValue(key, out var slot) ? states.TimeOf(slot) : null;
    }

    /// <summary>Forgets a stream; a later reading for its key opens a new one.</summary>
    /// <remarks>Its memory goes to the next stream that is opened.</remarks>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TKey key)
    {
        lock (gate)
        {
            if (!slots.Remove(key, out var slot))
                return false;
            states.Return(slot);
            return true;
        }
    }

    /// <summary>Forgets all streams whose last reading was taken before a moment, such as an hour ago.</summary>
    /// <remarks>A stream that was restored without a time stamp stays until its first reading has one.</remarks>
    /// <param name="since">Streams with a reading at or after this moment stay.</param>
    /// <returns>How many were forgotten.</returns>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public int RemoveIdle(DateTimeOffset since)
    {
        unit.CheckStated("create the pool with one");
        var removed = 0;
        lock (gate)
        {
            foreach (var (key, slot) in slots)
            {
                if (!(states.TimeOf(slot) < since))
                    continue;
                slots.Remove(key);
                states.Return(slot);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>The state and the last time stamp of a stream as bytes, as of <see cref="LiquidStream.Snapshot"/>; each can be restored
    /// where the other was taken.</summary>
    /// <exception cref="KeyNotFoundException">There is no stream of this key.</exception>
    public byte[] Snapshot(TKey key)
    {
        lock (gate)
            return StateBlob.Write(network.Model, unit, unit.IsStated ? states.TimeOf(slots[key]) : null, states[slots[key]]);
    }

    /// <summary>Goes to the state and time stamp of a snapshot, in a new stream where there is none of this key.</summary>
    /// <param name="key">Whose state it is.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> gave.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, damaged so that its form shows it (one number in place of
    /// another does not), or of another equation or unit of time; nothing has changed.</exception>
    public void Restore(TKey key, ReadOnlySpan<byte> snapshot)
    {
        var state = new float[network.Cell.StateSize];
        var time = StateBlob.Read(snapshot, network.Model, unit, state);
        lock (gate)
        {
            var slot = SlotOf(key);
            state.CopyTo(states[slot]);
            if (unit.IsStated)
                states.SetTime(slot, time);
        }
    }
}
