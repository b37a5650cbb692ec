using System.Numerics;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels;

/// <summary>Makes numbers zero that are too small to matter, since processors take many times longer for denormal numbers.</summary>
static class SmallNumbers
{
    /// <summary>The least positive number that is not denormal.</summary>
    public const float LeastNormal = 1.17549435e-38f;

    /// <summary>An adjoint below it changes no gradient in float, and would soon become denormal on its way back through time.</summary>
    public const float LeastAdjoint = 1e-30f;

    /// <summary>Writes x, and zero for what is smaller than <paramref name="least"/>; y may be x, NaN stays NaN.</summary>
    /// <returns>Whether all numbers are finite, which costs next to nothing while they pass by.</returns>
    public static bool WriteFlushed(ReadOnlySpan<float> x, float least, Span<float> y)
    {
        var limit = new Vector<float>(least);
        var greatest = Vector<int>.Zero;
        var from = MemoryMarshal.Cast<float, Vector<float>>(x);
        var to = MemoryMarshal.Cast<float, Vector<float>>(y)[..from.Length];
        for (var block = 0; block < from.Length; block++)
        {
            var magnitude = Vector.Abs(from[block]);
            to[block] = Vector.AndNot(from[block], Vector.AsVectorSingle(Vector.GreaterThan(limit, magnitude)));
            greatest = Vector.Max(greatest, Vector.AsVectorInt32(magnitude));
        }

        var areFinite = Finite.AllMagnitudes(greatest);
        for (var at = from.Length * Vector<float>.Count; at < x.Length; at++)
        {
            areFinite &= float.IsFinite(x[at]);
            y[at] = MathF.Abs(x[at]) < least ? 0 : x[at];
        }

        return areFinite;
    }

    /// <summary>Makes denormal numbers zero, and writes nothing where there are none: other threads may be reading.</summary>
    public static void Flush(Span<float> values)
    {
        if (AnyDenormal(values))
            WriteFlushed(values, LeastNormal, values);
    }

    static bool AnyDenormal(ReadOnlySpan<float> values)
    {
        // Without their sign and less one, the bits of denormal numbers are below all others, and those of zero above.
        var least = new Vector<uint>(uint.MaxValue);
        foreach (var block in MemoryMarshal.Cast<float, Vector<float>>(values))
            least = Vector.Min(least, Vector.AsVectorUInt32(Vector.Abs(block)) - Vector<uint>.One);

        foreach (var value in values[^(values.Length % Vector<float>.Count)..])
        {
            if (float.IsSubnormal(value))
                return true;
        }

        return Vector.LessThanAny(least, new Vector<uint>(BitConverter.SingleToUInt32Bits(LeastNormal) - 1));
    }
}
