namespace LiquidNet.Storage;

/// <summary>The type of the elements of a stored tensor, with the names of the safetensors format.</summary>
public enum TensorType
{
    /// <summary>Boolean: one byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned integer of 8 bits.</summary>
    U8,

    /// <summary>Signed integer of 8 bits.</summary>
    I8,

    /// <summary>Unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>Signed integer of 16 bits.</summary>
    I16,

    /// <summary>Unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>Signed integer of 32 bits.</summary>
    I32,

    /// <summary>Unsigned integer of 64 bits.</summary>
    U64,

    /// <summary>Signed integer of 64 bits.</summary>
    I64,

    /// <summary>Floating point of 8 bits: 5 of exponent, 2 of mantissa.</summary>
    F8E5M2,

    /// <summary>Floating point of 8 bits: 4 of exponent, 3 of mantissa.</summary>
    F8E4M3,

    /// <summary>Power of two: 8 bits of exponent.</summary>
    F8E8M0,

    /// <summary>Half precision: IEEE 754 binary16.</summary>
    F16,

    /// <summary>bfloat16: the upper half of a single-precision number.</summary>
    BF16,

    /// <summary>Single precision: IEEE 754 binary32.</summary>
    F32,

    /// <summary>Double precision: IEEE 754 binary64.</summary>
    F64,

    /// <summary>Complex number of two single-precision parts.</summary>
    C64,
}

/// <summary>Names and sizes of element types.</summary>
static class TensorTypes
{
    static readonly (TensorType Type, string Name, int Bytes)[] All =
    [
        (TensorType.Bool, "BOOL", 1), (TensorType.U8, "U8", 1), (TensorType.I8, "I8", 1), (TensorType.U16, "U16", 2),
        (TensorType.I16, "I16", 2), (TensorType.U32, "U32", 4), (TensorType.I32, "I32", 4), (TensorType.U64, "U64", 8),
        (TensorType.I64, "I64", 8),
        (TensorType.F8E5M2, "F8_E5M2", 1), (TensorType.F8E4M3, "F8_E4M3", 1), (TensorType.F8E8M0, "F8_E8M0", 1), (TensorType.F16, "F16", 2),
        (TensorType.BF16, "BF16", 2), (TensorType.F32, "F32", 4), (TensorType.F64, "F64", 8), (TensorType.C64, "C64", 8),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(entry => entry.Name));

    /// <summary>The type of a name, or null.</summary>
    public static TensorType? Named(string? name)
    {
        foreach (var entry in All)
        {
            if (entry.Name == name)
                return entry.Type;
        }

        return null;
    }

    extension(TensorType type)
    {
        /// <summary>The name in a file.</summary>
        public string StoredName => All[(int)type].Name;

        /// <summary>Bytes of one element.</summary>
        public int Bytes => All[(int)type].Bytes;
    }
}
