using System.Buffers.Binary;

namespace LiquidNet.Online;

/// <summary>What one learner of a pool carries, as bytes, with what is needed to tell whether another pool can go on from it.</summary>
/// <remarks>
/// Little endian: "LQLP", version (int32), fingerprint of the step's equation (uint64), whether a target is due (int32), numbers in state,
/// solution and covariance (int32 each), ticks of the last time stamp in UTC or -1 (int64), fingerprint of the parameters that all learners
/// share (uint64), ticks of the unit of time or 0 (int64), the state (float32 each), solution and covariance (float64 each).
/// </remarks>
static class LearnerBlob
{
    const uint Magic = 0x504C514C;
    const int Version = 3;
    const int HeaderSize = 56;
    const long NoTime = -1;

    /// <summary>How many bytes a learner takes, of so many numbers in its state, and in its solution and covariance together.</summary>
    public static int SizeOf(int state, long learned) =>
        checked((int)(HeaderSize + sizeof(float) * (long)state + sizeof(double) * learned));

    /// <summary>Writes a learner to memory of <see cref="SizeOf(int, long)"/> bytes.</summary>
    public static void Write(LearnerOrigin origin, PooledLearner learner, Span<byte> blob)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(blob, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(blob[4..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(blob[8..], origin.Equation);
        BinaryPrimitives.WriteInt32LittleEndian(blob[16..], learner.IsTargetDue ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(blob[20..], learner.State.Length);
        BinaryPrimitives.WriteInt32LittleEndian(blob[24..], learner.Solution.Length);
        BinaryPrimitives.WriteInt32LittleEndian(blob[28..], learner.Covariance.Length);
        BinaryPrimitives.WriteInt64LittleEndian(blob[32..], learner.Time?.UtcTicks ?? NoTime);
        BinaryPrimitives.WriteUInt64LittleEndian(blob[40..], origin.Parameters);
        BinaryPrimitives.WriteInt64LittleEndian(blob[48..], origin.UnitTicks);
        var place = HeaderSize;
        foreach (var value in learner.State)
        {
            BinaryPrimitives.WriteSingleLittleEndian(blob[place..], value);
            place += sizeof(float);
        }

        foreach (var values in (ReadOnlySpan<double[]>)[learner.Solution, learner.Covariance])
        {
            foreach (var value in values)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(blob[place..], value);
                place += sizeof(double);
            }
        }
    }

    /// <summary>Reads a learner.</summary>
    /// <param name="blob">What was written.</param>
    /// <param name="origin">What is to go on from it.</param>
    /// <param name="learner">Takes it, in the sizes that it has to have; where it is refused, it is of no use.</param>
    /// <exception cref="InvalidDataException">It is no learner, damaged, or one of another network or unit of time.</exception>
    public static void Read(ReadOnlySpan<byte> blob, LearnerOrigin origin, PooledLearner learner)
    {
        if (blob.Length != SizeOf(learner))
            throw Fault(blob.Length, $"a learner of '{origin.Name}' has {SizeOf(learner)} bytes");
        if (BinaryPrimitives.ReadUInt32LittleEndian(blob) != Magic)
            throw Fault(0, "the bytes do not begin with \"LQLP\", so they are not a learner");
        if (BinaryPrimitives.ReadInt32LittleEndian(blob[4..]) is var version and not Version)
            throw Fault(4, $"version {version} is unknown, expected {Version}");
        if (BinaryPrimitives.ReadUInt64LittleEndian(blob[8..]) is var equation && equation != origin.Equation)
            throw Fault(8, $"it is a learner of equation {equation:x16}, and cell '{origin.Name}' has {origin.Equation:x16}");
        var due = BinaryPrimitives.ReadInt32LittleEndian(blob[16..]);
        if (due is not (0 or 1))
            throw Fault(16, $"a target is due or not, 1 or 0, but found {due}");
        CheckSize(blob, 20, learner.State.Length);
        CheckSize(blob, 24, learner.Solution.Length);
        CheckSize(blob, 28, learner.Covariance.Length);
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(blob[32..]);
        if (ticks < NoTime || ticks > DateTimeOffset.MaxValue.UtcTicks)
            throw Fault(32, $"{ticks} is no time stamp");
        CheckOrigin(blob, origin, hasTime: ticks != NoTime);
        learner.IsTargetDue = due == 1;
        learner.Time = ticks == NoTime ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
        var place = HeaderSize;
        for (var at = 0; at < learner.State.Length; at++, place += sizeof(float))
            learner.State[at] = (float)Checked(BinaryPrimitives.ReadSingleLittleEndian(blob[place..]), place);
        foreach (var values in (ReadOnlySpan<double[]>)[learner.Solution, learner.Covariance])
        {
            for (var at = 0; at < values.Length; at++, place += sizeof(double))
                values[at] = Checked(BinaryPrimitives.ReadDoubleLittleEndian(blob[place..]), place);
        }
    }

    static void CheckOrigin(ReadOnlySpan<byte> blob, LearnerOrigin origin, bool hasTime)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(blob[40..]) != origin.Parameters)
        {
            throw Fault(40, $"its readout has learned from outputs of '{origin.Name}' with other parameters, and fits them alone: restore "
                + "it in a pool of the network that it was taken from, or let a new learner begin");
        }

        var unit = BinaryPrimitives.ReadInt64LittleEndian(blob[48..]);
        if (unit < 0 || (unit == 0 && hasTime))
            throw Fault(48, $"{unit} ticks are no unit of time of a learner {(hasTime ? "with" : "without")} a time stamp");
        if (unit > 0 && origin.UnitTicks > 0 && unit != origin.UnitTicks)
        {
            throw Fault(48, $"it has learned with a unit of time of {TimeSpan.FromTicks(unit):c}, and the pool has one of "
                + $"{TimeSpan.FromTicks(origin.UnitTicks):c}");
        }
    }

    static int SizeOf(PooledLearner learner) => SizeOf(learner.State.Length, learner.Solution.LongLength + learner.Covariance.LongLength);

    static void CheckSize(ReadOnlySpan<byte> blob, int place, int size)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(blob[place..]) is var found && found != size)
            throw Fault(place, $"{size} numbers are expected but found {found}");
    }

    static double Checked(double value, int place) =>
        double.IsFinite(value) ? value : throw Fault(place, "the numbers of a learner must be finite");

    static InvalidDataException Fault(int place, string reason) => new($"Learner refused at byte {place}: {reason}.");
}
