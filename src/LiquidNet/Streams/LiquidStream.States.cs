namespace LiquidNet;

/// <summary>Time stamps, and states that outlive a stream or its parameters.</summary>
public sealed partial class LiquidStream
{
    readonly UnitOfTime unit;

    /// <summary>The time stamp of the last reading, in UTC where it was restored; null before the first and in a stream without time
    /// stamps.</summary>
    public DateTimeOffset? Time { get; private set; }

    /// <summary>Takes a reading with its time stamp and gives the prediction.</summary>
    /// <remarks>Before the first reading no time has passed, and between two of equal time stamps none passes. A reading that is older than
    /// the last one is refused: the state cannot go back. Compare with <see cref="Time"/> where such readings are usual.</remarks>
    /// <param name="input">The reading [InputSize]; <c>NaN</c> where a value is missing, if the cell takes it.</param>
    /// <param name="time">When it was taken, at or after <see cref="Time"/>.</param>
    /// <returns>Probabilities or values [OutputSize]; valid until the next step.</returns>
    /// <exception cref="ArgumentException">Another number of features, or a value that the cell does not take; the state is
    /// unchanged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reading is late, or so much time has passed that the cell's solver would be
    /// unstable; the state is unchanged.</exception>
    /// <exception cref="ArithmeticException">The next state or the prediction is not finite; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">The stream was opened without a unit of time, or another thread is using it.</exception>
    public ReadOnlySpan<float> Step(ReadOnlySpan<float> input, DateTimeOffset time)
    {
        unit.CheckStated("open the stream with OpenStream(unit)");
        if (time < Time)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"The reading is late: the last one was taken at {Time:O}.");
        var output = StepBy(input, unit.Between(Time, time));
        Time = time;
        return output;
    }

    /// <summary>The state and the last time stamp as bytes, from which a stream of the same equation can go on, in another process
    /// too.</summary>
    /// <remarks>Little endian, 36 bytes and four for each number of the state: "LQST", version, a fingerprint of the equation, time stamp,
    /// unit of time, size, state. Parameters are not part of it: a network that was trained further goes on from it.</remarks>
    public byte[] Snapshot() => StateBlob.Write(network.Model, unit, Time, state);

    /// <summary>Goes to the state of a snapshot, and to its time stamp where the stream has a unit of time.</summary>
    /// <param name="snapshot">What <see cref="Snapshot"/> gave.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, damaged so that its form shows it (one number in place of
    /// another does not), or of another equation or unit of time; the message says where and why, and the state is unchanged.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot) => Time = StateBlob.Read(snapshot, network.Model, unit, state);

    /// <summary>A second stream that goes on from the same state, time stamp and parameters.</summary>
    public LiquidStream Fork()
    {
        var fork = new LiquidStream(network, unit) { model = model, Time = Time };
        state.CopyTo(fork.state, 0);
        return fork;
    }

    /// <summary>Goes on with another network of the same equation, such as one that was trained further; the state stays.</summary>
    /// <param name="next">What takes over, with its present parameters.</param>
    /// <exception cref="ArgumentException">Sizes, the equation of its step or the kind of its outputs differ; the stream goes on as
    /// before.</exception>
    public void Use(LiquidNetwork next)
    {
        network.CheckSuccessor(next, nameof(next));
        model = next.Prepared();
        network = next;
    }
}
