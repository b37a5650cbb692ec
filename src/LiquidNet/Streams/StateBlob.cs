using System.Buffers.Binary;
using LiquidNet.Runs;

namespace LiquidNet;

/// <summary>The state of one stream as bytes, with what is needed to tell whether a model can go on from it.</summary>
/// <remarks>
/// Little endian: "LQST", version (int32), fingerprint of the step's equation (uint64), ticks of the last time stamp in UTC or -1 (int64),
/// ticks of the unit of time or 0 (int64), numbers in the state (int32), the state (float32 each).
/// </remarks>
static class StateBlob
{
    const uint Magic = 0x5453514C;
    const int Version = 2;
    const int HeaderSize = 36;
    const long NoTime = -1;

    /// <summary>How many bytes a state of a model takes.</summary>
    public static int SizeOf(CompiledModel model) => checked(HeaderSize + sizeof(float) * model.StateSize);

    /// <summary>Writes a state.</summary>
    /// <param name="model">What gave it.</param>
    /// <param name="unit">The unit of its time stamps.</param>
    /// <param name="time">The last time stamp, if there is one.</param>
    /// <param name="state">The state [StateSize].</param>
    public static byte[] Write(CompiledModel model, UnitOfTime unit, DateTimeOffset? time, ReadOnlySpan<float> state)
    {
        var blob = new byte[SizeOf(model)];
        Write(model, unit, time, state, blob);
        return blob;
    }

    /// <summary>Writes a state to memory of <see cref="SizeOf"/> bytes.</summary>
    public static void Write(
        CompiledModel model, UnitOfTime unit, DateTimeOffset? time, ReadOnlySpan<float> state, Span<byte> blob)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(blob, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(blob[4..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(blob[8..], model.Fingerprint);
        BinaryPrimitives.WriteInt64LittleEndian(blob[16..], time?.UtcTicks ?? NoTime);
        BinaryPrimitives.WriteInt64LittleEndian(blob[24..], unit.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(blob[32..], state.Length);
        for (var index = 0; index < state.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(blob[(HeaderSize + sizeof(float) * index)..], state[index]);
    }

    /// <summary>Reads a state; where it is refused, nothing is written.</summary>
    /// <param name="blob">What was written.</param>
    /// <param name="model">What is to go on from it.</param>
    /// <param name="unit">The unit of its time stamps; one without takes no time stamp.</param>
    /// <param name="state">Takes the state [StateSize].</param>
    /// <returns>The last time stamp, if there was one and time stamps are taken.</returns>
    /// <exception cref="InvalidDataException">It is no state, or one of another equation or unit of time.</exception>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> blob, CompiledModel model, UnitOfTime unit, Span<float> state)
    {
        if (blob.Length < HeaderSize)
            throw Fault(blob.Length, $"a state begins with {HeaderSize} bytes of header");
        if (BinaryPrimitives.ReadUInt32LittleEndian(blob) != Magic)
            throw Fault(0, "the bytes do not begin with \"LQST\", so they are not a state");
        if (BinaryPrimitives.ReadInt32LittleEndian(blob[4..]) is var version and not Version)
            throw Fault(4, $"version {version} is unknown, expected {Version}");
        var size = BinaryPrimitives.ReadInt32LittleEndian(blob[32..]);
        if (size != state.Length)
            throw Fault(32, $"it is a state of {size} numbers, and cell '{model.Name}' has {state.Length}");
        if (BinaryPrimitives.ReadUInt64LittleEndian(blob[8..]) is var equation && equation != model.Fingerprint)
            throw Fault(8, $"it is a state of equation {equation:x16}, and cell '{model.Name}' has {model.Fingerprint:x16}");
        if (blob.Length != HeaderSize + sizeof(float) * size)
            throw Fault(blob.Length, $"a state of {size} numbers has {HeaderSize + sizeof(float) * (long)size} bytes");
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(blob[16..]);
        if (ticks < NoTime || ticks > DateTimeOffset.MaxValue.UtcTicks)
            throw Fault(16, $"{ticks} is no time stamp");
        if (BinaryPrimitives.ReadInt64LittleEndian(blob[24..]) is var taken && taken != unit.Ticks && taken != 0 && unit.IsKnown)
        {
            throw Fault(24, taken < 0
                ? $"{taken} is no unit of time"
                : $"it was taken with a unit of time of {TimeSpan.FromTicks(taken):c}, but this is one of "
                    + $"{TimeSpan.FromTicks(unit.Ticks):c}");
        }

        for (var at = HeaderSize; at < blob.Length; at += sizeof(float))
        {
            if (!float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(blob[at..])))
                throw Fault(at, "a state must be finite");
        }

        for (var index = 0; index < size; index++)
            state[index] = BinaryPrimitives.ReadSingleLittleEndian(blob[(HeaderSize + sizeof(float) * index)..]);
        return ticks == NoTime || !unit.IsKnown ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    static InvalidDataException Fault(int place, string reason) => new($"State refused at byte {place}: {reason}.");
}
