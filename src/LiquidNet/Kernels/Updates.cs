using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Functions;
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
            new AdamKernel(
                values, gradient, firstMoment, secondMoment, gradientScale, decoupled ? 0f : weightDecay,
                decoupled ? 1f - learningRate * weightDecay : 1f, beta1, beta2, epsilon, learningRate / biasCorrection1,
                1f / MathF.Sqrt(biasCorrection2)),
            values.Length);
    }

    /// <summary>
    /// RMSprop: <c>s = decay * s + (1 - decay) * g^2</c>, <c>v -= learningRate * g / (sqrt(s) + epsilon)</c>, where <c>g</c> is the scaled
    /// gradient.
    /// </summary>
    public static void RmsProp(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> squares, float gradientScale, float learningRate, float decay,
        float epsilon)
    {
        Debug.Assert(gradient.Length == values.Length && squares.Length == values.Length);
        LaneLoop.Run(new RmsPropKernel(values, gradient, squares, gradientScale, learningRate, decay, epsilon), values.Length);
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
        Broadcasts.Write<SumOfTwo>(destination, Broadcast.Equal, source, Broadcast.Equal, 1, source.Length, destination);

    readonly ref struct SgdKernel(
        Span<float> values, ReadOnlySpan<float> gradient, float gradientScale, float learningRate, float weightDecay) : ILaneKernel
    {
        readonly Span<float> values = values;
        readonly ReadOnlySpan<float> gradient = gradient;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var value = values.Load<TLanes>(at);
            var slope = gradient.Load<TLanes>(at) * TLanes.All(gradientScale) + value * TLanes.All(weightDecay);
            (value - slope * TLanes.All(learningRate)).Store(values, at);
        }
    }

    readonly ref struct MomentumKernel(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> velocity, float gradientScale, float learningRate,
        float momentum, bool nesterov, float weightDecay) : ILaneKernel
    {
        readonly Span<float> values = values, velocity = velocity;
        readonly ReadOnlySpan<float> gradient = gradient;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var value = values.Load<TLanes>(at);
            var slope = gradient.Load<TLanes>(at) * TLanes.All(gradientScale) + value * TLanes.All(weightDecay);
            var speed = velocity.Load<TLanes>(at) * TLanes.All(momentum) + slope;
            var move = nesterov ? slope + speed * TLanes.All(momentum) : speed;
            speed.Store(velocity, at);
            (value - move * TLanes.All(learningRate)).Store(values, at);
        }
    }

    readonly ref struct RmsPropKernel(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> squares, float gradientScale, float learningRate, float decay,
        float epsilon) : ILaneKernel
    {
        readonly Span<float> values = values, squares = squares;
        readonly ReadOnlySpan<float> gradient = gradient;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var slope = gradient.Load<TLanes>(at) * TLanes.All(gradientScale);
            var square = squares.Load<TLanes>(at) * TLanes.All(decay) + slope * slope * TLanes.All(1f - decay);
            square.Store(squares, at);
            var move = slope * TLanes.All(learningRate) / (TLanes.Sqrt(square) + TLanes.All(epsilon));
            (values.Load<TLanes>(at) - move).Store(values, at);
        }
    }

    /// <summary>Adam's formula with its decay split into what joins the gradient and the share of the values that is kept.</summary>
    readonly ref struct AdamKernel(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> firstMoment, Span<float> secondMoment, float gradientScale,
        float joined, float kept, float beta1, float beta2, float epsilon, float stepSize, float rootScale) : ILaneKernel
    {
        readonly Span<float> values = values, firstMoment = firstMoment, secondMoment = secondMoment;
        readonly ReadOnlySpan<float> gradient = gradient;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var value = values.Load<TLanes>(at);
            var slope = gradient.Load<TLanes>(at) * TLanes.All(gradientScale) + value * TLanes.All(joined);
            var first = firstMoment.Load<TLanes>(at) * TLanes.All(beta1) + slope * TLanes.All(1f - beta1);
            var second = secondMoment.Load<TLanes>(at) * TLanes.All(beta2) + slope * slope * TLanes.All(1f - beta2);
            var move = first * TLanes.All(stepSize) / (TLanes.Sqrt(second) * TLanes.All(rootScale) + TLanes.All(epsilon));
            first.Store(firstMoment, at);
            second.Store(secondMoment, at);
            (value * TLanes.All(kept) - move).Store(values, at);
        }
    }
}
