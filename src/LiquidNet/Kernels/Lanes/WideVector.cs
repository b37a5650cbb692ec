using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiquidNet.Kernels.Lanes;

/// <summary>A block of sixteen floats in one vector, on processors that have such beside the eight of <see cref="Vector{T}"/>.</summary>
/// <remarks>
/// A full shard's row is one of it, so that rows need half the instructions. Every place has the arithmetic of one of a
/// <see cref="LaneVector"/>, and so the same bits; sums over lanes are taken in another order.
/// </remarks>
readonly struct WideVector(Vector512<float> value) : IVectorLanes<WideVector>
{
    readonly Vector512<float> value = value;

    /// <summary>Whether it is worth it here; the compiler knows, and leaves out what is not.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && 2 * Vector<float>.Count == Vector512<float>.Count;
    }

    /// <inheritdoc/>
    public static int Count => Vector512<float>.Count;

    /// <inheritdoc/>
    public Vector<float> Folded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (value.GetLower() + value.GetUpper()).AsVector();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector All(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector LoadAll(ref readonly float origin, nint offset) =>
        new(Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in origin), offset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector Load(ref readonly float origin, nint offset) => new(Vector512.LoadUnsafe(in origin, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float origin, nint offset) => value.StoreUnsafe(ref origin, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddFolded(ref float origin, nint offset) =>
        (Vector.LoadUnsafe(ref origin, (nuint)offset) + Folded).StoreUnsafe(ref origin, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddFoldedProduct(WideVector a, WideVector b, ref float origin, nint offset) => (a * b).AddFolded(ref origin, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector operator +(WideVector left, WideVector right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector operator -(WideVector left, WideVector right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector operator *(WideVector left, WideVector right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector operator /(WideVector left, WideVector right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector MultiplyAdd(WideVector a, WideVector b, WideVector c) =>
        new(Vector512.MultiplyAddEstimate(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector AtMost(WideVector limit, WideVector x) => new(Vector512.MinNative(limit.value, x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector AtLeast(WideVector limit, WideVector x) => new(Vector512.MaxNative(limit.value, x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector ShiftBitsLeft(WideVector x, int count) =>
        new(Vector512.ShiftLeft(x.value.AsInt32(), count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector Abs(WideVector x) => new(Vector512.Abs(x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector Sqrt(WideVector x) => new(Vector512.Sqrt(x.value));

    /// <inheritdoc/>
    public static WideVector Exp(WideVector x)
    {
        var isNearZero = Vector512.LessThan(Vector512.Abs(x.value), Vector512.Create(LaneVector.NearZero));
        var series = Vector512.MultiplyAddEstimate(
            Vector512.MultiplyAddEstimate(x.value, Vector512.Create(0.5f), Vector512<float>.One), x.value, Vector512<float>.One);
        return new(Vector512.ConditionalSelect(isNearZero, series, Vector512.Exp(x.value)));
    }

    /// <inheritdoc/>
    public static WideVector Log(WideVector x) => new(Vector512.Log(x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector WhereGreater(WideVector x, WideVector limit, WideVector then, WideVector otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(x.value, limit.value), then.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(WideVector x) => Vector.Sum(x.Folded);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector ReplaceBeyond(float limit, WideVector x, WideVector result, Func<float, float> function) =>
        Vector512.GreaterThanAny(Vector512.Abs(x.value), Vector512.Create(limit))
            ? new(Vector512.Create(
                LaneVector.ReplaceBeyond(limit, x.Lower, result.Lower, function).Value.AsVector256(),
                LaneVector.ReplaceBeyond(limit, x.Upper, result.Upper, function).Value.AsVector256()))
            : result;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(WideVector a, WideVector b) => LaneVector.Dot(a.Lower, b.Lower) + LaneVector.Dot(a.Upper, b.Upper);

    LaneVector Lower => new(value.GetLower().AsVector());

    LaneVector Upper => new(value.GetUpper().AsVector());
}
