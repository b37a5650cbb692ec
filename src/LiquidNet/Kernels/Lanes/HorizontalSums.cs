using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiquidNet.Kernels.Lanes;

/// <summary>Sums across vectors, four at a time: a quarter of the work of one after the other.</summary>
static class HorizontalSums
{
    /// <summary>The four sums, in order; each is formed the same way, whichever place it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) =>
        AddHalves(AddNeighbours(Fold(a), Fold(b)), AddNeighbours(Fold(c), Fold(d)));

    /// <summary>Adds the halves of a vector until four numbers are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Fold(Vector<float> x) => Vector<float>.Count switch
    {
        4 => x.AsVector128(),
        8 => Fold(x.AsVector256()),
        _ => Fold(x.AsVector512().GetLower() + x.AsVector512().GetUpper()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Fold(Vector256<float> x) => x.GetLower() + x.GetUpper();

    /// <summary>(a0 + a1, b0 + b1, a2 + a3, b2 + b3)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> AddNeighbours(Vector128<float> a, Vector128<float> b)
    {
        var even = Vector128.Create(-1, 0, -1, 0).AsSingle();
        var straight = Vector128.ConditionalSelect(even, a, b);
        var crossed = Vector128.ConditionalSelect(even, b, a);
        return straight + Vector128.Shuffle(crossed, Vector128.Create(1, 0, 3, 2));
    }

    /// <summary>(a0 + a2, a1 + a3, b0 + b2, b1 + b3)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> AddHalves(Vector128<float> a, Vector128<float> b)
    {
        var lower = Vector128.Create(-1, -1, 0, 0).AsSingle();
        var straight = Vector128.ConditionalSelect(lower, a, b);
        var crossed = Vector128.ConditionalSelect(lower, b, a);
        return straight + Vector128.Shuffle(crossed, Vector128.Create(2, 3, 0, 1));
    }
}
