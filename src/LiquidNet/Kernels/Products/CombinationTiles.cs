using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;
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

    /// <summary>The floats of a vector of a tile.</summary>
    public static int VectorLength => WideVector.IsSupported ? WideVector.Count : LaneVector.Count;

    /// <summary>Adds a combination of rows of any width.</summary>
    public static void Add(ref float factors, ref float source, nint sourceStep, int terms, int columns, ref float destination)
    {
        var vectors = columns / VectorLength;
        var rest = columns % VectorLength;
        for (; vectors > 0; vectors -= Vectors)
        {
            AddVectors(ref factors, ref source, sourceStep, terms, Math.Min(vectors, Vectors), ref destination);
            var width = Math.Min(vectors, Vectors) * VectorLength;
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
        if (WideVector.IsSupported)
            AddVectors<WideVector>(ref factors, ref source, sourceStep, terms, vectors, ref destination);
        else
            AddVectors<LaneVector>(ref factors, ref source, sourceStep, terms, vectors, ref destination);
    }

    static void AddVectors<TLanes>(ref float factors, ref float source, nint sourceStep, int terms, int vectors, ref float destination)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        switch (vectors)
        {
            case 1:
                AddTile<One, TLanes>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
            case 2:
                AddTile<Two, TLanes>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
            case 3:
                AddTile<Three, TLanes>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
            default:
                AddTile<Four, TLanes>(ref factors, ref source, sourceStep, terms, ref destination);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void AddTile<TVectors, TLanes>(ref float factors, ref float source, nint sourceStep, int terms, ref float destination)
        where TVectors : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        TLanes even0 = default, even1 = default, even2 = default, even3 = default;
        TLanes odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        for (; terms >= 2; terms -= 2)
        {
            AddTerm<TVectors, TLanes>(factors, ref source, ref even0, ref even1, ref even2, ref even3);
            AddTerm<TVectors, TLanes>(
                Unsafe.Add(ref factors, 1), ref Unsafe.Add(ref source, sourceStep), ref odd0, ref odd1, ref odd2, ref odd3);
            factors = ref Unsafe.Add(ref factors, 2);
            source = ref Unsafe.Add(ref source, 2 * sourceStep);
        }

        if (terms > 0)
            AddTerm<TVectors, TLanes>(factors, ref source, ref even0, ref even1, ref even2, ref even3);

        AddSums(even0 + odd0, ref destination);
        if (TVectors.Value > 1)
            AddSums(even1 + odd1, ref destination, 1);
        if (TVectors.Value > 2)
            AddSums(even2 + odd2, ref destination, 2);
        if (TVectors.Value > 3)
            AddSums(even3 + odd3, ref destination, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTerm<TVectors, TLanes>(
        float factor, ref float source, ref TLanes sum0, ref TLanes sum1, ref TLanes sum2, ref TLanes sum3)
        where TVectors : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var spread = TLanes.All(factor);
        sum0 = TLanes.MultiplyAdd(spread, TLanes.Load(in source, 0), sum0);
        if (TVectors.Value > 1)
            sum1 = TLanes.MultiplyAdd(spread, TLanes.Load(in source, TLanes.Count), sum1);
        if (TVectors.Value > 2)
            sum2 = TLanes.MultiplyAdd(spread, TLanes.Load(in source, 2 * TLanes.Count), sum2);
        if (TVectors.Value > 3)
            sum3 = TLanes.MultiplyAdd(spread, TLanes.Load(in source, 3 * TLanes.Count), sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddSums<TLanes>(TLanes sums, ref float destination, int vector = 0)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var at = vector * TLanes.Count;
        (TLanes.Load(in destination, at) + sums).Store(ref destination, at);
    }
}
