namespace LiquidNet;

// The streams: their number and age, and snapshots.
public sealed partial class StreamPool<TKey>
{
    /// <summary>Whether there is a stream with a given key.</summary>
    public bool Contains(TKey key)
    {
        lock (gate)
            return slots.ContainsKey(key);
    }

    /// <summary>The keys of all present streams, in no particular order.</summary>
    public TKey[] GetKeys()
    {
        lock (gate)
            return [.. slots.Keys];
    }

    /// <summary>The time stamp of the last reading of a key, in UTC; null if there is no such stream or it has no reading yet, and in a
    /// pool without time stamps.</summary>
    public DateTimeOffset? TimeOf(TKey key)
    {
        lock (gate)
            return unit.IsKnown && slots.TryGetValue(key, out var slot) ? states.TimeOf(slot) : null;
    }

    /// <summary>Removes a stream; a later reading for its key opens a new one.</summary>
    /// <remarks>Its memory is reused for the next stream that is opened.</remarks>
    /// <returns>Whether there was such a stream.</returns>
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

    /// <summary>Removes all streams whose last reading is older than a given moment.</summary>
    /// <remarks>A stream that was restored without a time stamp stays until its first reading has one.</remarks>
    /// <param name="since">Streams with a reading at or after this moment stay.</param>
    /// <returns>How many streams were removed.</returns>
    /// <exception cref="InvalidOperationException">The pool was created without a unit of time.</exception>
    public int RemoveIdle(DateTimeOffset since)
    {
        var removed = 0;
        lock (gate)
        {
            _ = unit.ForTimes(Remedy);
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

    /// <summary>The state and the last time stamp of a stream as bytes, in the format of <see cref="LiquidStream.Snapshot"/>; pools and
    /// streams can restore each other's.</summary>
    /// <exception cref="KeyNotFoundException">There is no stream with this key.</exception>
    public byte[] Snapshot(TKey key)
    {
        lock (gate)
            return StateBlob.Write(network.Model, unit, unit.IsKnown ? states.TimeOf(slots[key]) : null, states[slots[key]]);
    }

    /// <summary>Restores the state and time stamp of a snapshot, in a new stream if there is none with this key.</summary>
    /// <param name="key">The key of the stream.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> returned.</param>
    /// <exception cref="InvalidDataException">The bytes are not a snapshot, are damaged in their structure (a changed number is not
    /// noticed), or belong to another equation or unit of time; nothing has changed.</exception>
    public void Restore(TKey key, ReadOnlySpan<byte> snapshot)
    {
        var state = new float[network.Cell.StateSize];
        var time = StateBlob.Read(snapshot, network.Model, unit, state);
        lock (gate)
        {
            var slot = SlotOf(key, slots, states);
            state.CopyTo(states[slot]);
            if (unit.IsKnown)
                states.SetTime(slot, time);
        }
    }
}
