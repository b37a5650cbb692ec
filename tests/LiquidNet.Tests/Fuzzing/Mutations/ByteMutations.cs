using System.Buffers.Binary;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes bytes, knowing nothing of what they mean.</summary>
static class ByteMutations
{
    /// <summary>Numbers at which readers go wrong.</summary>
    public static long[] Numbers { get; } =
    [
        0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 1_000, 32_767, 32_768, 65_535, 65_536, 1 << 20, int.MaxValue - 1, int.MaxValue, int.MinValue,
        uint.MaxValue, 1L << 32, 1L << 40, 1L << 62, long.MaxValue, long.MinValue,
    ];

    /// <summary>Changes a file in one to four places.</summary>
    public static byte[] Apply(byte[] file, byte[] other, Random random)
    {
        var bytes = file.ToList();
        for (var count = Places(random); count > 0 && bytes.Count > 0; count--)
            Change(bytes, other, random);
        return [.. bytes];
    }

    /// <summary>In how many places to change a file: mostly in one, so that a reader gets far.</summary>
    public static int Places(Random random) => Math.Max(1, random.Next(-4, 5));

    /// <summary>A number at which readers go wrong, or one near it.</summary>
    public static long Number(Random random) => unchecked(Numbers[random.Next(Numbers.Length)] + random.Next(-1, 2));

    static void Change(List<byte> bytes, byte[] other, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(bytes.Count - at, 1 << random.Next(10));
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                Overwrite(bytes, at, random);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 6 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + length)]);
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), length));
                break;
        }
    }

    static void Overwrite(List<byte> bytes, int at, Random random)
    {
        var number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, Number(random));
        var size = 1 << random.Next(1, 4);
        for (var index = 0; index < size && at + index < bytes.Count; index++)
            bytes[at + index] = number[index];
    }
}
