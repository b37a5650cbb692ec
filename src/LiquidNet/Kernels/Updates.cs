using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>How parameters move: the optimisers' formulas over flat arrays, and the sums that go before them.</summary>
/// <remarks>
/// Conventions are PyTorch's. <c>gradientScale</c> multiplies the gradient first, so that a mean over samples or a clipped norm
/// costs no pass of its own. Each formula is written once, as a step of one vector; the last step takes what is left.
/// </remarks>
static class Updates
{
    /// <summary>Gradient descent: <c>v -= learningRate * (gradientScale * g + weightDecay * v)</c>.</summary>
    public static void Sgd(
        Span<float> values, ReadOnlySpan<float> gradient, float gradientScale, float learningRate, float weightDecay)
    {
        Debug.Assert(gradient.Length == values.Length);
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        nint i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            Step(ref Unsafe.Add(ref v, i), ref Unsafe.Add(ref g, i), Vector<float>.Count);

        if (i < values.Length)
            Step(ref Unsafe.Add(ref v, i), ref Unsafe.Add(ref g, i), values.Length - i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Step(ref float v, ref float g, nint left)
        {
            var value = PartialVector.Load(ref v, left);
            var slope = PartialVector.Load(ref g, left) * gradientScale + value * weightDecay;
            PartialVector.Store(value - slope * learningRate, ref v, left);
        }
    }

    /// <summary>
    /// Gradient descent with momentum: <c>u = momentum * u + s</c>, <c>v -= learningRate * u</c>, where <c>s</c> is the scaled
    /// gradient with weight decay; Nesterov's form moves by <c>s + momentum * u</c>.
    /// </summary>
    public static void Momentum(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> velocity, float gradientScale, float learningRate,
        float momentum, bool nesterov, float weightDecay)
    {
        Debug.Assert(gradient.Length == values.Length && velocity.Length == values.Length);
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var u = ref MemoryMarshal.GetReference(velocity);
        nint i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            Step(ref Unsafe.Add(ref v, i), ref Unsafe.Add(ref g, i), ref Unsafe.Add(ref u, i), Vector<float>.Count);

        if (i < values.Length)
            Step(ref Unsafe.Add(ref v, i), ref Unsafe.Add(ref g, i), ref Unsafe.Add(ref u, i), values.Length - i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Step(ref float v, ref float g, ref float u, nint left)
        {
            var value = PartialVector.Load(ref v, left);
            var slope = PartialVector.Load(ref g, left) * gradientScale + value * weightDecay;
            var speed = PartialVector.Load(ref u, left) * momentum + slope;
            var move = nesterov ? slope + speed * momentum : speed;
            PartialVector.Store(speed, ref u, left);
            PartialVector.Store(value - move * learningRate, ref v, left);
        }
    }

    /// <summary>
    /// Adam, or AdamW when <paramref name="decoupled"/>: decay then shrinks the values themselves, <c>v *= 1 - learningRate *
    /// weightDecay</c>, instead of joining the gradient.
    /// </summary>
    /// <remarks>
    /// <code>
    /// m = beta1 m + (1 - beta1) g;  s = beta2 s + (1 - beta2) g^2
    /// v -= learningRate / biasCorrection1 * m / (sqrt(s / biasCorrection2) + epsilon)
    /// </code>
    /// where a bias correction is <c>1 - beta^step</c>. Kingma and Ba, "Adam", ICLR 2015, algorithm 1; Loshchilov and Hutter,
    /// "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2, with the decay multiplied by the learning rate.
    /// </remarks>
    public static void Adam(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment, float gradientScale,
        float learningRate, float beta1, float beta2, float epsilon, float biasCorrection1, float biasCorrection2,
        float weightDecay, bool decoupled)
    {
        Debug.Assert(gradient.Length == values.Length && firstMoment.Length == values.Length && secondMoment.Length == values.Length);
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var m = ref MemoryMarshal.GetReference(firstMoment);
        ref var s = ref MemoryMarshal.GetReference(secondMoment);
        var joined = decoupled ? 0f : weightDecay;
        var kept = decoupled ? 1f - learningRate * weightDecay : 1f;
        var stepSize = learningRate / biasCorrection1;
        var rootScale = 1f / MathF.Sqrt(biasCorrection2);
        nint i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Step(
                ref Unsafe.Add(ref v, i), ref Unsafe.Add(ref g, i), ref Unsafe.Add(ref m, i), ref Unsafe.Add(ref s, i),
                Vector<float>.Count);
        }

        if (i < values.Length)
        {
            Step(
                ref Unsafe.Add(ref v, i), ref Unsafe.Add(ref g, i), ref Unsafe.Add(ref m, i), ref Unsafe.Add(ref s, i),
                values.Length - i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Step(ref float v, ref float g, ref float m, ref float s, nint left)
        {
            var value = PartialVector.Load(ref v, left);
            var slope = PartialVector.Load(ref g, left) * gradientScale + value * joined;
            var first = PartialVector.Load(ref m, left) * beta1 + slope * (1f - beta1);
            var second = PartialVector.Load(ref s, left) * beta2 + slope * slope * (1f - beta2);
            var move = first * stepSize / (Vector.SquareRoot(second) * rootScale + new Vector<float>(epsilon));
            PartialVector.Store(first, ref m, left);
            PartialVector.Store(second, ref s, left);
            PartialVector.Store(value * kept - move, ref v, left);
        }
    }

    /// <summary>The sum of squares in double precision, always added in the same order.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> gradient)
    {
        ref var g = ref MemoryMarshal.GetReference(gradient);
        Vector<double> low = default, high = default;
        nint i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = Vector.LoadUnsafe(ref g, (nuint)i);
            var (lower, upper) = (Vector.WidenLower(values), Vector.WidenUpper(values));
            low += lower * lower;
            high += upper * upper;
        }

        var sum = Vector.Sum(low + high);
        for (; i < gradient.Length; i++)
        {
            double value = Unsafe.Add(ref g, i);
            sum += value * value;
        }

        return sum;
    }

    /// <summary>Whether two arrays hold the same bits.</summary>
    public static bool HaveEqualBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));

    /// <summary>Adds <c>destination += source</c>, number by number.</summary>
    public static void AddInto(Span<float> destination, ReadOnlySpan<float> source)
    {
        Debug.Assert(destination.Length >= source.Length);
        ref var to = ref MemoryMarshal.GetReference(destination);
        ref var from = ref MemoryMarshal.GetReference(source);
        nint i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref to, (nuint)i) + Vector.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);

        for (; i < source.Length; i++)
            Unsafe.Add(ref to, i) += Unsafe.Add(ref from, i);
    }
}
