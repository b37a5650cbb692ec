using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>How parameters move: the optimisers' formulas over flat arrays, and the sums that go before them.</summary>
/// <remarks>
/// Conventions are PyTorch's. <c>gradientScale</c> multiplies the gradient first, so that a mean over samples or a clipped norm
/// costs no pass of its own.
/// </remarks>
static class Updates
{
    /// <summary>Gradient descent: <c>v -= learningRate * (gradientScale * g + weightDecay * v)</c>.</summary>
    public static void Sgd(
        Span<float> values, ReadOnlySpan<float> gradient, float gradientScale, float learningRate, float weightDecay)
    {
        Debug.Assert(gradient.Length == values.Length);
        LaneLoop.Run(new SgdKernel(values, gradient, gradientScale, learningRate, weightDecay), values.Length);
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
        LaneLoop.Run(
            new MomentumKernel(values, gradient, velocity, gradientScale, learningRate, momentum, nesterov, weightDecay), values.Length);
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
        LaneLoop.Run(
            new AdamKernel(values, gradient, firstMoment, secondMoment)
            {
                GradientScale = gradientScale,
                Beta1 = beta1,
                Beta2 = beta2,
                Epsilon = epsilon,
                StepSize = learningRate / biasCorrection1,
                RootScale = 1f / MathF.Sqrt(biasCorrection2),
                Joined = decoupled ? 0f : weightDecay,
                Kept = decoupled ? 1f - learningRate * weightDecay : 1f,
            },
            values.Length);
    }

    /// <summary>The sum of squares in double precision, always added in the same order.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector<double> low = default, high = default;
        foreach (var block in MemoryMarshal.Cast<float, Vector<float>>(values))
        {
            var (lower, upper) = (Vector.WidenLower(block), Vector.WidenUpper(block));
            low += lower * lower;
            high += upper * upper;
        }

        var sum = Vector.Sum(low + high);
        foreach (double value in values[^(values.Length % Vector<float>.Count)..])
            sum += value * value;

        return sum;
    }

    /// <summary>Whether two arrays hold the same bits.</summary>
    public static bool HaveEqualBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));

    /// <summary>Adds <c>destination += source</c>, number by number.</summary>
    public static void Add(ReadOnlySpan<float> source, Span<float> destination) =>
        LaneLoop.Run(new AddKernel(source, destination), source.Length);

    readonly ref struct AddKernel(ReadOnlySpan<float> source, Span<float> destination) : ILaneKernel
    {
        readonly ref readonly float source = ref MemoryMarshal.GetReference(source);
        readonly ref float destination = ref MemoryMarshal.GetReference(destination);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> =>
            (TLanes.Load(in destination, at) + TLanes.Load(in source, at)).Store(ref destination, at);
    }

    readonly ref struct SgdKernel(
        Span<float> values, ReadOnlySpan<float> gradient, float gradientScale, float learningRate, float weightDecay) : ILaneKernel
    {
        readonly ref float v = ref MemoryMarshal.GetReference(values);
        readonly ref readonly float g = ref MemoryMarshal.GetReference(gradient);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var value = TLanes.Load(in v, at);
            var slope = TLanes.Load(in g, at) * TLanes.All(gradientScale) + value * TLanes.All(weightDecay);
            (value - slope * TLanes.All(learningRate)).Store(ref v, at);
        }
    }

    readonly ref struct MomentumKernel(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> velocity, float gradientScale, float learningRate,
        float momentum, bool nesterov, float weightDecay) : ILaneKernel
    {
        readonly ref float v = ref MemoryMarshal.GetReference(values);
        readonly ref readonly float g = ref MemoryMarshal.GetReference(gradient);
        readonly ref float u = ref MemoryMarshal.GetReference(velocity);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var value = TLanes.Load(in v, at);
            var slope = TLanes.Load(in g, at) * TLanes.All(gradientScale) + value * TLanes.All(weightDecay);
            var speed = TLanes.Load(in u, at) * TLanes.All(momentum) + slope;
            var move = nesterov ? slope + speed * TLanes.All(momentum) : speed;
            speed.Store(ref u, at);
            (value - move * TLanes.All(learningRate)).Store(ref v, at);
        }
    }

    readonly ref struct AdamKernel(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment) : ILaneKernel
    {
        readonly ref float v = ref MemoryMarshal.GetReference(values);
        readonly ref readonly float g = ref MemoryMarshal.GetReference(gradient);
        readonly ref float m = ref MemoryMarshal.GetReference(firstMoment);
        readonly ref float s = ref MemoryMarshal.GetReference(secondMoment);

        public float GradientScale { get; init; }

        public float Beta1 { get; init; }

        public float Beta2 { get; init; }

        public float Epsilon { get; init; }

        public float StepSize { get; init; }

        public float RootScale { get; init; }

        public float Joined { get; init; }

        public float Kept { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var value = TLanes.Load(in v, at);
            var slope = TLanes.Load(in g, at) * TLanes.All(GradientScale) + value * TLanes.All(Joined);
            var first = TLanes.Load(in m, at) * TLanes.All(Beta1) + slope * TLanes.All(1f - Beta1);
            var second = TLanes.Load(in s, at) * TLanes.All(Beta2) + slope * slope * TLanes.All(1f - Beta2);
            var move = first * TLanes.All(StepSize) / (TLanes.Sqrt(second) * TLanes.All(RootScale) + TLanes.All(Epsilon));
            first.Store(ref m, at);
            second.Store(ref s, at);
            (value * TLanes.All(Kept) - move).Store(ref v, at);
        }
    }
}
