using System.Buffers.Binary;
using System.Security.Cryptography;
using LiquidNet.Equations;

namespace LiquidNet.Online;

/// <summary>A number by which the parameters that the learners of a pool share are told from others: what a learner has learned means
/// something by these alone.</summary>
/// <remarks>Of all parameters but the readout's weights and biases, in the order of their names: sizes and values, to the bit. Written
/// learners carry it, so what goes into it never changes. It is the beginning of a SHA-256.</remarks>
static class FrozenFingerprint
{
    /// <summary>The fingerprint of the present values.</summary>
    /// <param name="parameters">All parameters of the network.</param>
    /// <param name="readout">The readout, which each learner has for itself.</param>
    public static ulong Of(ParameterSet parameters, AffineReadout readout)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var index in Enumerable.Range(0, parameters.Count).OrderBy(parameters.NameOf, StringComparer.Ordinal))
        {
            if (parameters[index] != readout.Weights && parameters[index] != readout.Bias)
                hash.AppendData(BytesOf(parameters[index]));
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    static byte[] BytesOf(Parameter parameter)
    {
        var values = parameter.Values;
        var bytes = new byte[checked(sizeof(int) * (2 + values.Length))];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, parameter.Rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), parameter.Columns);
        for (var at = 0; at < values.Length; at++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(int) * (2 + at)), values[at]);
        return bytes;
    }
}
