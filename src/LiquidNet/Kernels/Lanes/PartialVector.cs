using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels.Lanes;

/// <summary>
/// Reads and writes the end of a row that fills no vector, so that a formula need not be written a second time for single
/// numbers.
/// </summary>
static class PartialVector
{
    /// <summary>Reads as many numbers as a vector holds, or the <paramref name="left"/> ones there are, followed by zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ref float source, nint left) =>
        left >= Vector<float>.Count ? Vector.LoadUnsafe(ref source) : LoadEnd(ref source, left);

    /// <summary>Writes as many numbers as a vector holds, or only the <paramref name="left"/> ones there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> values, ref float destination, nint left)
    {
        if (left >= Vector<float>.Count)
            values.StoreUnsafe(ref destination);
        else
            StoreEnd(values, ref destination, left);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Vector<float> LoadEnd(ref float source, nint left)
    {
        var values = Vector<float>.Zero;
        ref var first = ref Unsafe.As<Vector<float>, float>(ref values);
        for (nint i = 0; i < left; i++)
            Unsafe.Add(ref first, i) = Unsafe.Add(ref source, i);

        return values;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void StoreEnd(Vector<float> values, ref float destination, nint left)
    {
        ref var first = ref Unsafe.As<Vector<float>, float>(ref values);
        for (nint i = 0; i < left; i++)
            Unsafe.Add(ref destination, i) = Unsafe.Add(ref first, i);
    }
}
