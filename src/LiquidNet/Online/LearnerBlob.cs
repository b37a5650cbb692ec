using System.Buffers.Binary;
using LiquidNet.Runs;

namespace LiquidNet.Online;

/// <summary>What one learner of a pool carries, as bytes, with what is needed to tell whether another pool can go on from it.</summary>
/// <remarks>
/// Little endian: "LQLP", version (int32), fingerprint of the step's equation (uint64), whether a target is due (int32), numbers in state,
/// solution and covariance (int32 each), ticks of the last time stamp in UTC or -1 (int64), the state (float32 each), solution and
/// covariance (float64 each).
/// </remarks>
static class LearnerBlob
{
    const uint Magic = 0x504C514C;
    const int Version = 2;
    const int HeaderSize = 40;
    const long NoTime = -1;

    /// <summary>Writes a learner.</summary>
    public static byte[] Write(CompiledModel model, PooledLearner learner)
    {
        var blob = new byte[SizeOf(learner)];
        BinaryPrimitives.WriteUInt32LittleEndian(blob, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(blob.AsSpan(8), model.Fingerprint);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(16), learner.IsTargetDue ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(20), learner.State.Length);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(24), learner.Solution.Length);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(28), learner.Covariance.Length);
        BinaryPrimitives.WriteInt64LittleEndian(blob.AsSpan(32), learner.Time?.UtcTicks ?? NoTime);
        var place = HeaderSize;
        foreach (var value in learner.State)
        {
            BinaryPrimitives.WriteSingleLittleEndian(blob.AsSpan(place), value);
            place += sizeof(float);
        }

        foreach (var values in (ReadOnlySpan<double[]>)[learner.Solution, learner.Covariance])
        {
            foreach (var value in values)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(place), value);
                place += sizeof(double);
            }
        }

        return blob;
    }

    /// <summary>Reads a learner.</summary>
    /// <param name="blob">What was written.</param>
    /// <param name="model">What is to go on from it.</param>
    /// <param name="learner">Takes it, in the sizes that it has to have; where it is refused, it is of no use.</param>
    /// <exception cref="InvalidDataException">It is no learner, damaged, or one of another equation.</exception>
    public static void Read(ReadOnlySpan<byte> blob, CompiledModel model, PooledLearner learner)
    {
        if (blob.Length != SizeOf(learner))
            throw Fault(blob.Length, $"a learner of '{model.Name}' has {SizeOf(learner)} bytes");
        if (BinaryPrimitives.ReadUInt32LittleEndian(blob) != Magic)
            throw Fault(0, "the bytes do not begin with \"LQLP\", so they are not a learner");
        if (BinaryPrimitives.ReadInt32LittleEndian(blob[4..]) is var version and not Version)
            throw Fault(4, $"version {version} is unknown, expected {Version}");
        if (BinaryPrimitives.ReadUInt64LittleEndian(blob[8..]) is var equation && equation != model.Fingerprint)
            throw Fault(8, $"it is a learner of equation {equation:x16}, and cell '{model.Name}' has {model.Fingerprint:x16}");
        var due = BinaryPrimitives.ReadInt32LittleEndian(blob[16..]);
        if (due is not (0 or 1))
            throw Fault(16, $"a target is due or not, 1 or 0, but found {due}");
        CheckSize(blob, 20, learner.State.Length);
        CheckSize(blob, 24, learner.Solution.Length);
        CheckSize(blob, 28, learner.Covariance.Length);
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(blob[32..]);
        if (ticks < NoTime || ticks > DateTimeOffset.MaxValue.UtcTicks)
            throw Fault(32, $"{ticks} is no time stamp");
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

    static int SizeOf(PooledLearner learner) => checked(
        HeaderSize + sizeof(float) * learner.State.Length + sizeof(double) * (learner.Solution.Length + learner.Covariance.Length));

    static void CheckSize(ReadOnlySpan<byte> blob, int place, int size)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(blob[place..]) is var found && found != size)
            throw Fault(place, $"{size} numbers are expected but found {found}");
    }

    static double Checked(double value, int place) =>
        double.IsFinite(value) ? value : throw Fault(place, "the numbers of a learner must be finite");

    static InvalidDataException Fault(int place, string reason) => new($"Learner refused at byte {place}: {reason}.");
}
