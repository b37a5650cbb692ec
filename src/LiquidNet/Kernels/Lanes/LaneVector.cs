using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels.Lanes;

/// <summary>A block of <see cref="Vector{T}.Count"/> floats.</summary>
readonly struct LaneVector(Vector<float> value) : IVectorLanes<LaneVector>
{
    /// <summary>Below it, a power of e is its series.</summary>
    public const float NearZero = 1f / 512;

    readonly Vector<float> value = value;

    /// <summary>The vector itself.</summary>
    public Vector<float> Value => value;

    /// <inheritdoc/>
    public static int Count => Vector<float>.Count;

    /// <inheritdoc/>
    public Vector<float> Folded => value;

    /// <inheritdoc/>
    public static LaneVector All(float value) => new(new Vector<float>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector LoadAll(ref readonly float origin, nint offset) =>
        new(new Vector<float>(Unsafe.Add(ref Unsafe.AsRef(in origin), offset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector Load(ref readonly float origin, nint offset) => new(Vector.LoadUnsafe(in origin, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float origin, nint offset) => value.StoreUnsafe(ref origin, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddFolded(ref float origin, nint offset) =>
        (Vector.LoadUnsafe(ref origin, (nuint)offset) + value).StoreUnsafe(ref origin, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddFoldedProduct(LaneVector a, LaneVector b, ref float origin, nint offset) =>
        MultiplyAdd(a, b, Load(ref origin, offset)).Store(ref origin, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector operator +(LaneVector left, LaneVector right) => new(left.value + right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector operator -(LaneVector left, LaneVector right) => new(left.value - right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector operator *(LaneVector left, LaneVector right) => new(left.value * right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector operator /(LaneVector left, LaneVector right) => new(left.value / right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector MultiplyAdd(LaneVector a, LaneVector b, LaneVector c) =>
        new(Vector.MultiplyAddEstimate(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector AtMost(LaneVector limit, LaneVector x) => new(Vector.MinNative(limit.value, x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector AtLeast(LaneVector limit, LaneVector x) => new(Vector.MaxNative(limit.value, x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector ShiftBitsLeft(LaneVector x, int count) =>
        new(Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(x.value), count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector Abs(LaneVector x) => new(Vector.Abs(x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector Sqrt(LaneVector x) => new(Vector.SquareRoot(x.value));

    /// <inheritdoc/>
    public static LaneVector Exp(LaneVector x) => new(Exp(x.value));

    /// <inheritdoc/>
    public static LaneVector Log(LaneVector x) => new(Vector.Log(x.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector WhereGreater(LaneVector x, LaneVector limit, LaneVector then, LaneVector otherwise) =>
        new(Vector.ConditionalSelect(Vector.GreaterThan(x.value, limit.value), then.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(LaneVector x) => Vector.Sum(x.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector ReplaceBeyond(float limit, LaneVector x, LaneVector result, Func<float, float> function) =>
        Vector.GreaterThanAny(Vector.Abs(x.value), new Vector<float>(limit)) ? Replaced(limit, x.value, result.value, function) : result;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(LaneVector a, LaneVector b) => Vector.Sum(
        Vector.WidenLower(a.value) * Vector.WidenLower(b.value) + Vector.WidenUpper(a.value) * Vector.WidenUpper(b.value));

    /// <summary>
    /// e^x; near zero its series, so that e^0 is exactly 1, which <see cref="Vector.Exp(Vector{float})"/> does not promise.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Exp(Vector<float> x)
    {
        var isNearZero = Vector.LessThan(Vector.Abs(x), new Vector<float>(NearZero));
        var series = Vector.MultiplyAddEstimate(
            Vector.MultiplyAddEstimate(x, new Vector<float>(0.5f), Vector<float>.One), x, Vector<float>.One);
        return Vector.ConditionalSelect(isNearZero, series, Vector.Exp(x));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static LaneVector Replaced(float limit, Vector<float> x, Vector<float> result, Func<float, float> function)
    {
        for (var place = 0; place < Count; place++)
        {
            if (MathF.Abs(x[place]) > limit)
                result = result.WithElement(place, function(x[place]));
        }

        return new(result);
    }
}
