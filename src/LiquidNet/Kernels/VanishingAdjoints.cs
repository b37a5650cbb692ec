using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels;

/// <summary>Ends adjoints that have vanished on their way back through time.</summary>
static class VanishingAdjoints
{
    /// <summary>
    /// What is smaller changes no gradient in float, but would soon become denormal, and processors take many times longer for
    /// denormal numbers.
    /// </summary>
    public const float Threshold = 1e-30f;

    /// <summary>Sets numbers below the threshold to zero; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear(Span<float> adjoints)
    {
        ref var origin = ref MemoryMarshal.GetReference(adjoints);
        var threshold = new Vector<float>(Threshold);
        nint index = 0;
        for (; index <= adjoints.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var values = Vector.LoadUnsafe(ref origin, (nuint)index);
            Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(values), threshold), Vector<float>.Zero, values)
                .StoreUnsafe(ref origin, (nuint)index);
        }

        for (; index < adjoints.Length; index++)
        {
            ref var value = ref Unsafe.Add(ref origin, index);
            value = MathF.Abs(value) < Threshold ? 0 : value;
        }
    }
}
