using System.Numerics;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels;

/// <summary>Tells finite numbers from infinities and NaN.</summary>
static class Finite
{
    /// <summary>Whether all numbers are finite.</summary>
    public static bool All(ReadOnlySpan<float> values)
    {
        var greatest = Vector<int>.Zero;
        foreach (var block in MemoryMarshal.Cast<float, Vector<float>>(values))
            greatest = Vector.Max(greatest, Vector.AsVectorInt32(Vector.Abs(block)));

        foreach (var value in values[^(values.Length % Vector<float>.Count)..])
        {
            if (!float.IsFinite(value))
                return false;
        }

        return AllMagnitudes(greatest);
    }

    /// <summary>Whether all numbers are finite, given their bits without sign.</summary>
    /// <remarks>These bits are in the order of the numbers, with infinity and NaN above all others.</remarks>
    public static bool AllMagnitudes(Vector<int> bits) =>
        Vector.LessThanAll(bits, Vector.AsVectorInt32(new Vector<float>(float.PositiveInfinity)));
}
