using System.Numerics;
using System.Runtime.CompilerServices;
using static LiquidNet.Kernels.Products.TileSize;

namespace LiquidNet.Kernels.Products;

/// <summary>A linear combination of rows, one factor for each: <c>destination[c] += sum_k factors[k] * source[k, c]</c>.</summary>
/// <remarks>
/// Every source number is used once, so that loading them is what takes the time. Even and odd terms have sums of their
/// own, because one chain of additions would wait for itself.
/// </remarks>
static class CombinationTiles
{
    /// <summary>The widest tile, in vectors.</summary>
    public const int Vectors = 4;

    /// <summary>Adds a combination of rows of any width.</summary>
    public static void Add(ref float factors, ref float source, nint sourceStep, int terms, int columns, ref float destination)
    {
        var vectors = columns / Vector<float>.Count;
        var rest = columns % Vector<float>.Count;
        for (; vectors > 0; vectors -= Vectors)
        {
            AddVectors(ref factors, ref source, sourceStep, terms, Math.Min(vectors, Vectors), ref destination);
            var width = Math.Min(vectors, Vectors) * Vector<float>.Count;
            source = ref Unsafe.Add(ref source, width);
            destination = ref Unsafe.Add(ref destination, width);
        }

        for (; rest > 0; rest--)
        {
            var sum = 0f;
            for (nint term = 0; term < terms; term++)
                sum = float.MultiplyAddEstimate(Unsafe.Add(ref factors, term), Unsafe.Add(ref source, term * sourceStep), sum);

            destination += sum;
            source = ref Unsafe.Add(ref source, 1);
            destination = ref Unsafe.Add(ref destination, 1);
        }
    }

    /// <summary>Adds a combination of rows of at most <see cref="Vectors"/> whole vectors.</summary>
    public static void AddVectors(ref float factors, ref float source, nint sourceStep, int terms, int vectors, ref float destination)
    {
        switch (vectors)
        {
            case 1:
                AddTile<One>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
            case 2:
                AddTile<Two>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
            case 3:
                AddTile<Three>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
            default:
                AddTile<Four>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void AddTile<TVectors>(ref float factors, ref float source, nint sourceStep, int terms, ref float destination)
        where TVectors : struct, ITileSize
    {
        Vector<float> even0 = default, even1 = default, even2 = default, even3 = default;
        Vector<float> odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        for (; terms >= 2; terms -= 2)
        {
            AddTerm<TVectors>(factors, ref source, ref even0, ref even1, ref even2, ref even3);
            AddTerm<TVectors>(
                Unsafe.Add(ref factors, 1), ref Unsafe.Add(ref source, sourceStep), ref odd0, ref odd1, ref odd2, ref odd3);
            factors = ref Unsafe.Add(ref factors, 2);
            source = ref Unsafe.Add(ref source, 2 * sourceStep);
        }

        if (terms > 0)
            AddTerm<TVectors>(factors, ref source, ref even0, ref even1, ref even2, ref even3);

        AddSums(even0 + odd0, ref destination);
        if (TVectors.Value > 1)
            AddSums(even1 + odd1, ref destination, 1);
        if (TVectors.Value > 2)
            AddSums(even2 + odd2, ref destination, 2);
        if (TVectors.Value > 3)
            AddSums(even3 + odd3, ref destination, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTerm<TVectors>(
        float factor, ref float source, ref Vector<float> sum0, ref Vector<float> sum1, ref Vector<float> sum2, ref Vector<float> sum3)
        where TVectors : struct, ITileSize
    {
        var spread = new Vector<float>(factor);
        var width = (nuint)Vector<float>.Count;
        sum0 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref source), sum0);
        if (TVectors.Value > 1)
            sum1 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref source, width), sum1);
        if (TVectors.Value > 2)
            sum2 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref source, 2 * width), sum2);
        if (TVectors.Value > 3)
            sum3 = Vector.MultiplyAddEstimate(spread, Vector.LoadUnsafe(ref source, 3 * width), sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddSums(Vector<float> sums, ref float destination, int vector = 0)
    {
        var at = (nuint)(vector * Vector<float>.Count);
        (Vector.LoadUnsafe(ref destination, at) + sums).StoreUnsafe(ref destination, at);
    }
}
