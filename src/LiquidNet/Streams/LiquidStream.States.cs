namespace LiquidNet;

// Time stamps, snapshots, and a change of network.
public sealed partial class LiquidStream
{
    readonly UnitOfTime opened;
    UnitOfTime unit;

    /// <summary>The time stamp of the last reading, in UTC if it was restored; null before the first reading and in a stream without time
    /// stamps.</summary>
    public DateTimeOffset? Time { get; private set; }

    /// <summary>Advances the stream by a reading with a time stamp and returns the prediction.</summary>
    /// <remarks>The elapsed time is zero for the first reading and between equal time stamps. A reading older than the last one is refused,
    /// because the state cannot go back; where such readings are to be expected, compare with <see cref="Time"/> first.</remarks>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> for a missing value, if the cell handles it.</param>
    /// <param name="time">When it was taken, at or after <see cref="Time"/>.</param>
    /// <returns>Probabilities or values [OutputSize]; valid until the next step.</returns>
    /// <exception cref="ArgumentException">The number of features is wrong, or the cell does not accept a value; the state is
    /// unchanged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reading is older than the last one, or so much time has passed that the solver of
    /// the cell would be unstable; the state is unchanged.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">The stream was opened without a unit of time, or another thread is using it.</exception>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> input, DateTimeOffset time)
    {
        using var turn = BeginCall();
        var stated = unit.ForTimes("open the stream with OpenStream(unit)");
        if (time < Time)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"The reading is late: the last one was taken at {Time:O}.");
        Advance(input, stated.Between(Time, time));
        (unit, Time) = (stated, time);
        return prediction;
    }

    /// <summary>The state and the last time stamp as bytes, from which a stream of the same equation can continue, even in another
    /// process.</summary>
    /// <remarks>Little endian, 36 bytes plus four for each number of the state: "LQST", version, a fingerprint of the equation, time stamp,
    /// unit of time, size, state. Parameters are not part of it, so a network that was trained further can continue from it.</remarks>
    /// <exception cref="InvalidOperationException">Another thread is using the stream.</exception>
    public byte[] Snapshot()
    {
        using var turn = BeginCall();
        return StateBlob.Write(network.Model, unit, Time, state);
    }

    /// <summary>Restores the state of a snapshot, and its time stamp if the stream has a unit of time.</summary>
    /// <param name="snapshot">What <see cref="Snapshot"/> returned.</param>
    /// <exception cref="InvalidDataException">The bytes are not a snapshot, are damaged in their structure (a changed number is not
    /// noticed), or belong to another equation or unit of time; the message says where and why, and the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the stream.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        using var turn = BeginCall();
        Time = StateBlob.Read(snapshot, network.Model, unit, state);
    }

    /// <summary>Opens a second stream that continues from the same state, time stamp and parameters.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using the stream.</exception>
    public LiquidStream Fork()
    {
        using var turn = BeginCall();
        var fork = new LiquidStream(network, opened) { unit = unit, model = model, Time = Time };
        state.CopyTo(fork.state, 0);
        return fork;
    }

    /// <summary>Switches to another network of the same equation, such as one that was trained further; the state is kept.</summary>
    /// <param name="next">The network to use from now on, with its present parameter values.</param>
    /// <exception cref="ArgumentException">Its sizes, the equation of its step or the kind of its outputs differ; the stream is
    /// unchanged.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the stream.</exception>
    public void SwitchTo(LiquidNetwork next)
    {
        using var turn = BeginCall();
        network.CheckSuccessor(next, nameof(next));
        model = next.Prepared();
        network = next;
    }
}
