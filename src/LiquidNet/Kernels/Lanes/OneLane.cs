using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels.Lanes;

/// <summary>A single float, with the arithmetic of one place of a <see cref="LaneVector"/>.</summary>
readonly struct OneLane(float value) : ILanes<OneLane>
{
    readonly float value = value;

    /// <summary>The float itself.</summary>
    public float Value => value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static OneLane All(float value) => new(value);

    /// <inheritdoc/>
    public static OneLane LoadAll(ref readonly float origin, nint offset) => Load(in origin, offset);

    /// <inheritdoc/>
    public static OneLane Load(ref readonly float origin, nint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in origin), offset));

    /// <inheritdoc/>
    public void Store(ref float origin, nint offset) => Unsafe.Add(ref origin, offset) = value;

    /// <inheritdoc/>
    public void AddFolded(ref float origin, nint offset) => Unsafe.Add(ref origin, offset) += value;

    /// <inheritdoc/>
    public static void AddFoldedProduct(OneLane a, OneLane b, ref float origin, nint offset) =>
        MultiplyAdd(a, b, Load(ref origin, offset)).Store(ref origin, offset);

    /// <inheritdoc/>
    public static OneLane operator +(OneLane left, OneLane right) => new(left.value + right.value);

    /// <inheritdoc/>
    public static OneLane operator -(OneLane left, OneLane right) => new(left.value - right.value);

    /// <inheritdoc/>
    public static OneLane operator *(OneLane left, OneLane right) => new(left.value * right.value);

    /// <inheritdoc/>
    public static OneLane operator /(OneLane left, OneLane right) => new(left.value / right.value);

    /// <inheritdoc/>
    public static OneLane MultiplyAdd(OneLane a, OneLane b, OneLane c) => new(float.MultiplyAddEstimate(a.value, b.value, c.value));

    /// <inheritdoc/>
    public static OneLane AtMost(OneLane limit, OneLane x) => new(float.MinNative(limit.value, x.value));

    /// <inheritdoc/>
    public static OneLane AtLeast(OneLane limit, OneLane x) => new(float.MaxNative(limit.value, x.value));

    /// <inheritdoc/>
    public static OneLane ShiftBitsLeft(OneLane x, int count) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x.value) << count));

    /// <inheritdoc/>
    public static OneLane Abs(OneLane x) => new(MathF.Abs(x.value));

    /// <inheritdoc/>
    public static OneLane Sqrt(OneLane x) => new(MathF.Sqrt(x.value));

    /// <inheritdoc/>
    public static OneLane Exp(OneLane x) => new(LaneVector.Exp(new Vector<float>(x.value)).ToScalar());

    /// <inheritdoc/>
    public static OneLane Log(OneLane x) => new(Vector.Log(new Vector<float>(x.value)).ToScalar());

    /// <inheritdoc/>
    public static OneLane WhereGreater(OneLane x, OneLane limit, OneLane then, OneLane otherwise) => x.value > limit.value
        ? then
        : otherwise;

    /// <inheritdoc/>
    public static float Sum(OneLane x) => x.value;

    /// <inheritdoc/>
    public static OneLane ReplaceBeyond(float limit, OneLane x, OneLane result, Func<float, float> function) =>
        MathF.Abs(x.value) > limit ? new(function(x.value)) : result;

    /// <inheritdoc/>
    public static double Dot(OneLane a, OneLane b) => (double)a.value * b.value;
}
