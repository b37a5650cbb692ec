using System.Buffers.Binary;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes the operations of a pickle: their numbers, their order, how often they come.</summary>
static class PickleMutations
{
    /// <summary>Operations without arguments, those that nobody needs among them.</summary>
    const string Bare = "()]}.0NQRabestu\u0081\u0085\u0086\u0087\u0088\u0089";

    /// <summary>Changes a program in one to four places.</summary>
    public static byte[] Apply(byte[] code, Random random)
    {
        var operations = Operations(code);
        for (var count = ByteMutations.Places(random); count > 0 && operations.Count > 0; count--)
            Change(operations, random);
        return [.. operations.SelectMany(operation => operation)];
    }

    static void Change(List<byte[]> operations, Random random)
    {
        var (at, other) = (random.Next(operations.Count), random.Next(operations.Count));
        var length = Math.Min(operations.Count - at, 1 << random.Next(8));
        switch (random.Next(8))
        {
            case 0 or 1 or 2 when operations.FindIndex(at, IsNumber) is >= 0 and var number:
                operations[number] = Number(ByteMutations.Number(random));
                break;
            case 3:
                operations[at] = operations[other];
                break;
            case 4:
                operations.RemoveAt(at);
                break;
            case 5:
                operations.InsertRange(at, operations.GetRange(at, length));
                break;
            case 6:
                operations.InsertRange(at, Enumerable.Repeat(operations[other], length));
                break;
            default:
                operations.Insert(at, [(byte)Bare[random.Next(Bare.Length)]]);
                break;
        }
    }

    static bool IsNumber(byte[] operation) => operation[0] is (byte)'K' or (byte)'M' or (byte)'J';

    static byte[] Number(long number)
    {
        var bytes = new byte[2 + sizeof(long)];
        (bytes[0], bytes[1]) = (0x8a, sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), number);
        return bytes;
    }

    static List<byte[]> Operations(byte[] code)
    {
        var operations = new List<byte[]>();
        for (var at = 0; at < code.Length;)
        {
            var end = at + 1 + Math.Clamp(ArgumentLength(code.AsSpan(at + 1), (char)code[at]), 0, code.Length - at - 1);
            operations.Add(code[at..end]);
            at = end;
        }

        return operations;
    }

    static int ArgumentLength(ReadOnlySpan<byte> rest, char operation) => operation switch
    {
        'K' or 'q' or 'h' or '\u0080' => 1,
        'M' => 2,
        'J' or 'r' or 'j' => 4,
        'G' => 8,
        'X' when rest.Length >= 4 => 4 + Math.Min(rest.Length, BinaryPrimitives.ReadInt32LittleEndian(rest)),
        '\u008a' when rest.Length >= 1 => 1 + rest[0],
        'c' => rest.IndexOf((byte)'\n') + 1 + rest[(rest.IndexOf((byte)'\n') + 1)..].IndexOf((byte)'\n') + 1,
        _ => 0,
    };
}
