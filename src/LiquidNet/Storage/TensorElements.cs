using System.Buffers.Binary;

namespace LiquidNet.Storage;

/// <summary>Turns the bytes of elements into numbers of single precision and back; always little-endian.</summary>
static class TensorElements
{
    /// <summary>Whether every value of a type can be read: as it is, or rounded to the nearest number of single precision.</summary>
    public static bool CanRead(TensorType type) =>
        type is TensorType.F16 or TensorType.BF16 or TensorType.F32 or TensorType.F64
            or TensorType.Bool or TensorType.U8 or TensorType.I8 or TensorType.U16 or TensorType.I16;

    /// <summary>Whether numbers can be written as a type.</summary>
    public static bool CanWrite(TensorType type) => type is TensorType.F16 or TensorType.BF16 or TensorType.F32 or TensorType.F64;

    /// <summary>Reads elements.</summary>
    /// <returns>The position of the first finite number that single precision cannot hold, or -1.</returns>
    public static int Read(TensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = type switch
            {
                TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * index)..]),
                TensorType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * index)..]),
                TensorType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * index)..]),
                TensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * index)..]) << 16),
                TensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * index)..]),
                TensorType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]),
                TensorType.I8 => (sbyte)bytes[index],
                _ => bytes[index],
            };
            if (type == TensorType.F64 && float.IsInfinity(values[index])
                && double.IsFinite(BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * index)..])))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Writes elements, each rounded to the nearest number of the type, ties to even.</summary>
    /// <returns>The position of the first finite number that the type cannot hold, or -1.</returns>
    public static int Write(TensorType type, ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var value = values[index];
            switch (type)
            {
                case TensorType.F32:
                    BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * index)..], value);
                    break;
                case TensorType.F64:
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes[(8 * index)..], value);
                    break;
                case TensorType.F16:
                    if (Half.IsInfinity((Half)value) && float.IsFinite(value))
                        return index;
                    BinaryPrimitives.WriteHalfLittleEndian(bytes[(2 * index)..], (Half)value);
                    break;
                default:
                    var upper = UpperHalf(value);
                    if ((upper & 0x7fff) == 0x7f80 && float.IsFinite(value))
                        return index;
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * index)..], upper);
                    break;
            }
        }

        return -1;
    }

    static ushort UpperHalf(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);

        // A quiet bit keeps a NaN whose payload lies in the lower half from turning into an infinity.
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
