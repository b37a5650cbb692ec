using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels.Lanes;

/// <summary>Two neighbouring blocks whose operations alternate.</summary>
/// <remarks>
/// It hides latency: one long chain of dependent operations fills the scheduler of the processor before the next chain can begin,
/// several short ones side by side do not.
/// </remarks>
readonly struct LanePair<TLanes>(TLanes first, TLanes second) : ILanes<LanePair<TLanes>>
    where TLanes : struct, ILanes<TLanes>
{
    readonly TLanes first = first, second = second;

    /// <inheritdoc/>
    public static int Count => 2 * TLanes.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> All(float value) => new(TLanes.All(value), TLanes.All(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> LoadAll(ref readonly float origin, nint offset)
    {
        var block = TLanes.LoadAll(in origin, offset);
        return new(block, block);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> Load(ref readonly float origin, nint offset) =>
        new(TLanes.Load(in origin, offset), TLanes.Load(in origin, offset + TLanes.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float origin, nint offset)
    {
        first.Store(ref origin, offset);
        second.Store(ref origin, offset + TLanes.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddFolded(ref float origin, nint offset) => (first + second).AddFolded(ref origin, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddFoldedProduct(LanePair<TLanes> a, LanePair<TLanes> b, ref float origin, nint offset) =>
        TLanes.MultiplyAdd(a.first, b.first, a.second * b.second).AddFolded(ref origin, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> operator +(LanePair<TLanes> left, LanePair<TLanes> right) =>
        new(left.first + right.first, left.second + right.second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> operator -(LanePair<TLanes> left, LanePair<TLanes> right) =>
        new(left.first - right.first, left.second - right.second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> operator *(LanePair<TLanes> left, LanePair<TLanes> right) =>
        new(left.first * right.first, left.second * right.second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> operator /(LanePair<TLanes> left, LanePair<TLanes> right) =>
        new(left.first / right.first, left.second / right.second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> MultiplyAdd(LanePair<TLanes> a, LanePair<TLanes> b, LanePair<TLanes> c) =>
        new(TLanes.MultiplyAdd(a.first, b.first, c.first), TLanes.MultiplyAdd(a.second, b.second, c.second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> AtMost(LanePair<TLanes> limit, LanePair<TLanes> x) =>
        new(TLanes.AtMost(limit.first, x.first), TLanes.AtMost(limit.second, x.second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> AtLeast(LanePair<TLanes> limit, LanePair<TLanes> x) =>
        new(TLanes.AtLeast(limit.first, x.first), TLanes.AtLeast(limit.second, x.second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> ShiftBitsLeft(LanePair<TLanes> x, int count) =>
        new(TLanes.ShiftBitsLeft(x.first, count), TLanes.ShiftBitsLeft(x.second, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> Abs(LanePair<TLanes> x) => new(TLanes.Abs(x.first), TLanes.Abs(x.second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> Sqrt(LanePair<TLanes> x) => new(TLanes.Sqrt(x.first), TLanes.Sqrt(x.second));

    /// <inheritdoc/>
    public static LanePair<TLanes> Exp(LanePair<TLanes> x) => new(TLanes.Exp(x.first), TLanes.Exp(x.second));

    /// <inheritdoc/>
    public static LanePair<TLanes> Log(LanePair<TLanes> x) => new(TLanes.Log(x.first), TLanes.Log(x.second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLanes> WhereGreater(
        LanePair<TLanes> x, LanePair<TLanes> limit, LanePair<TLanes> then, LanePair<TLanes> otherwise) =>
        new(TLanes.WhereGreater(x.first, limit.first, then.first, otherwise.first),
            TLanes.WhereGreater(x.second, limit.second, then.second, otherwise.second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(LanePair<TLanes> x) => TLanes.Sum(x.first + x.second);

    /// <inheritdoc/>
    public static LanePair<TLanes> ReplaceBeyond(
        float limit, LanePair<TLanes> x, LanePair<TLanes> result, Func<float, float> function) =>
        new(TLanes.ReplaceBeyond(limit, x.first, result.first, function), TLanes.ReplaceBeyond(limit, x.second, result.second, function));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(LanePair<TLanes> a, LanePair<TLanes> b) => TLanes.Dot(a.first, b.first) + TLanes.Dot(a.second, b.second);
}
