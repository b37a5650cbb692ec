using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Softmax over the rows of every lane, and its cross-entropy.</summary>
/// <remarks>The largest logit is taken off first, so that nothing overflows.</remarks>
static class Softmax
{
    /// <summary>Writes every lane's probabilities.</summary>
    /// <remarks><c>p[r, l] = exp(x[r, l]) / sum_q exp(x[q, l])</c></remarks>
    public static void WriteProbabilities(ReadOnlySpan<float> logits, int rows, int lanes, Span<float> probabilities)
    {
        Debug.Assert(rows > 0 && logits.Length >= rows * lanes && probabilities.Length >= rows * lanes);
        if (lanes > 1)
        {
            LaneLoop.Run(new ProbabilityKernel(logits, rows, lanes, probabilities), lanes);
            return;
        }

        var (_, sum) = WriteExponentials(logits[..rows], probabilities);
        Broadcasts.Write<QuotientOfTwo>(probabilities, Broadcast.Equal, new(in sum), Broadcast.Scalar, rows, 1, probabilities);
    }

    /// <summary>Adds the gradient by the logits.</summary>
    /// <remarks><c>dx[r, l] += p[r, l] (dp[r, l] - sum_q p[q, l] dp[q, l])</c></remarks>
    public static void AddGradient(ReadOnlySpan<float> p, ReadOnlySpan<float> dp, int rows, int lanes, Span<float> dx)
    {
        Debug.Assert(p.Length >= rows * lanes && dp.Length >= rows * lanes && dx.Length >= rows * lanes);
        for (var lane = 0; lane < lanes; lane++)
        {
            var mean = 0f;
            for (var at = lane; at < rows * lanes; at += lanes)
                mean += p[at] * dp[at];
            for (var at = lane; at < rows * lanes; at += lanes)
                dx[at] += p[at] * (dp[at] - mean);
        }
    }

    /// <summary>Writes the gradient of the weighted cross-entropy by the logits and returns the sum of the lanes' losses.</summary>
    /// <remarks>
    /// <code>
    /// loss[l] = -weight[l] log p[target[l], l];  gradient[r, l] = weight[l] (p[r, l] - [r = target[l]])
    /// </code>
    /// A lane of weight zero is padding: its gradient is zero, its loss is zero, and its logits and target are not looked at. A
    /// logit that is not a number in any other lane makes the result not a number.
    /// </remarks>
    public static double WriteCrossEntropyGradient(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, int rows, int lanes, Span<float> gradient)
    {
        Debug.Assert(rows > 0 && logits.Length >= rows * lanes && gradient.Length >= rows * lanes);
        Debug.Assert(targets.Length >= lanes && weights.Length >= lanes);
        Span<float> largest = stackalloc float[lanes], sums = stackalloc float[lanes];
        if (lanes > 1)
        {
            LaneLoop.Run(new GradientKernel(logits, weights, rows, lanes, gradient, largest, sums), lanes);
        }
        else if (weights[0] == 0f)
        {
            gradient[..rows].Clear();
        }
        else
        {
            (largest[0], sums[0]) = WriteExponentials(logits[..rows], gradient);
            Broadcasts.WriteAffineOf(gradient[..rows], weights[0] / sums[0], 0f, gradient[..rows]);
        }

        var loss = 0d;
        for (var lane = 0; lane < lanes; lane++)
        {
            var weight = weights[lane];
            if (weight == 0f)
                continue;
            var target = targets[lane] * lanes + lane;
            gradient[target] -= weight;
            loss += weight * (Math.Log(sums[lane]) + ((double)largest[lane] - logits[target]));
        }

        return loss;
    }

    /// <summary>One sample, its rows side by side: writes <c>exp(x - largest)</c>, returns the largest and the sum.</summary>
    static (float Largest, float Sum) WriteExponentials(ReadOnlySpan<float> x, Span<float> e)
    {
        var largest = x[0];
        foreach (var logit in x)
            largest = float.MaxNative(largest, logit);

        UnaryFunctions.Write(new ExponentialFrom(largest), x, e[..x.Length]);
        var sum = 0f;
        foreach (var exponential in e[..x.Length])
            sum += exponential;

        return (largest, sum);
    }

    /// <summary>A block of lanes down the rows: writes <c>exp(x - largest)</c>, returns the largest and the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (TLanes Largest, TLanes Sums) WriteExponentials<TLanes>(ReadOnlySpan<float> x, int rows, int lanes, nint lane, Span<float> e)
        where TLanes : struct, ILanes<TLanes>
    {
        var largest = x.Load<TLanes>(lane);
        nint end = rows * lanes;
        for (var at = lane + lanes; at < end; at += lanes)
            largest = TLanes.AtLeast(largest, x.Load<TLanes>(at));

        var sums = TLanes.All(0f);
        for (var at = lane; at < end; at += lanes)
        {
            var exponentials = TLanes.Exp(x.Load<TLanes>(at) - largest);
            exponentials.Store(e, at);
            sums += exponentials;
        }

        return (largest, sums);
    }

    readonly ref struct ProbabilityKernel(ReadOnlySpan<float> logits, int rows, int lanes, Span<float> probabilities) : ILaneKernel
    {
        readonly ReadOnlySpan<float> logits = logits;
        readonly Span<float> probabilities = probabilities;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var (_, sums) = WriteExponentials<TLanes>(logits, rows, lanes, lane, probabilities);
            for (; row < rows; row++, at += lanes)
                (probabilities.Load<TLanes>(at) / sums).Store(probabilities, at);
        }
    }

    /// <summary>The gradient but for the target's own weight, with what the losses need: the largest logits and the sums.</summary>
    readonly ref struct GradientKernel(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> weights, int rows, int lanes, Span<float> gradient, Span<float> largest,
        Span<float> sums) : ILaneKernel
    {
        readonly ReadOnlySpan<float> logits = logits, weights = weights;
        readonly Span<float> gradient = gradient, largest = largest, sums = sums;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var (greatest, total) = WriteExponentials<TLanes>(logits, rows, lanes, lane, gradient);
            greatest.Store(largest, lane);
            total.Store(sums, lane);
            var weight = weights.Load<TLanes>(lane);
            var scale = weight / total;
            for (; row < rows; row++, at += lanes)
                TLanes.WhereGreater(weight, TLanes.All(0f), gradient.Load<TLanes>(at) * scale, TLanes.All(0f)).Store(gradient, at);
        }
    }

    /// <summary><c>e^(x - origin)</c></summary>
    readonly struct ExponentialFrom(float origin) : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => TLanes.Exp(x - TLanes.All(origin));
    }
}
