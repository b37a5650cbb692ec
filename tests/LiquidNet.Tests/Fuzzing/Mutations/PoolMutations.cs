using System.Security.Cryptography;

namespace LiquidNet.Tests.Fuzzing.Mutations;

/// <summary>Changes the file of a pool and makes its checksum right again, so that a reader gets past it.</summary>
static class PoolMutations
{
    /// <summary>Changes what the checksum is of.</summary>
    public static byte[] Apply(byte[] file, Random random)
    {
        var content = ByteMutations.Apply(file[..^SHA256.HashSizeInBytes], file, random);
        return [.. content, .. SHA256.HashData(content)];
    }
}
