using System.Buffers;
using System.Text;

namespace LiquidNet.PeerBenchmarks.Onnx;

/// <summary>A protocol buffer under construction: fields of a number, a kind, and a value.</summary>
sealed class ProtobufMessage
{
    const int VarintKind = 0, BytesKind = 2;

    readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>Adds a whole number.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        WriteVarint(((ulong)field << 3) | VarintKind);
        WriteVarint((ulong)value);
        return this;
    }

    /// <summary>Adds bytes.</summary>
    public ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint(((ulong)field << 3) | BytesKind);
        WriteVarint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    /// <summary>Adds text.</summary>
    public ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a message.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage value) => Add(field, value.ToArray());

    /// <summary>Adds messages, all under the same field.</summary>
    public ProtobufMessage Add(int field, IEnumerable<ProtobufMessage> values)
    {
        foreach (var value in values)
            Add(field, value);
        return this;
    }

    /// <summary>The bytes.</summary>
    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    void WriteVarint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            bytes.Write([(byte)(value | 0x80)]);
        bytes.Write([(byte)value]);
    }
}
