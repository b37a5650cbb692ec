using System.Buffers.Binary;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes the header of a safetensors file and states its length anew, mostly rightly.</summary>
static class SafetensorsMutations
{
    const int Prefix = sizeof(ulong);

    public static byte[] Apply(byte[] file, Random random)
    {
        var end = Prefix + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        var header = JsonMutations.Apply(file[Prefix..end], random);
        var prefix = new byte[Prefix];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, random.Next(10) == 0 ? ByteMutations.Number(random) : header.Length);
        var buffer = random.Next(4) == 0 ? file[random.Next(end, file.Length + 1)..] : file[end..];
        return [.. prefix, .. header, .. buffer];
    }
}
