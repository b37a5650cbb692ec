using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        ref var x = ref MemoryMarshal.GetReference(logits);
        ref var p = ref MemoryMarshal.GetReference(probabilities);
        if (lanes == 1)
        {
            var (_, sum) = WriteExponentials(logits[..rows], probabilities);
            TensorPrimitives.Divide(probabilities[..rows], sum, probabilities);
            return;
        }

        var lane = 0;
        for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
            WriteLanes(ref Unsafe.Add(ref x, lane), rows, lanes, Vector<float>.Count, ref Unsafe.Add(ref p, lane));

        if (lane < lanes)
            WriteLanes(ref Unsafe.Add(ref x, lane), rows, lanes, lanes - lane, ref Unsafe.Add(ref p, lane));
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
        if (lanes == 1)
            return WriteCrossEntropyGradient(logits[..rows], targets[0], weights[0], gradient[..rows]);

        var loss = 0d;
        var lane = 0;
        for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
            loss += WriteGradients(logits, targets, weights, rows, lanes, lane, Vector<float>.Count, gradient);

        return lane < lanes ? loss + WriteGradients(logits, targets, weights, rows, lanes, lane, lanes - lane, gradient) : loss;
    }

    /// <summary>The gradient and loss of one sample, whose rows lie side by side.</summary>
    static double WriteCrossEntropyGradient(ReadOnlySpan<float> logits, int target, float weight, Span<float> gradient)
    {
        if (weight == 0f)
        {
            gradient.Clear();
            return 0d;
        }

        var (largest, sum) = WriteExponentials(logits, gradient);
        TensorPrimitives.Multiply(gradient, weight / sum, gradient);
        gradient[target] -= weight;
        return LossOf(weight, sum, largest, logits[target]);
    }

    /// <summary>The gradients and summed losses of one vector of lanes, or of the <paramref name="left"/> last ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double WriteGradients(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights, int rows, int lanes, int lane, int left,
        Span<float> gradient)
    {
        ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(logits), lane);
        ref var g = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), lane);
        var (largest, sums) = WriteExponentials(ref x, rows, lanes, left, ref g);
        var weight = PartialVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), lane), left);
        var isPadding = Vector.Equals(weight, Vector<float>.Zero);
        var scale = weight / sums;
        for (nint row = 0; row < rows; row++)
        {
            ref var at = ref Unsafe.Add(ref g, row * lanes);
            var slope = Vector.ConditionalSelect(isPadding, Vector<float>.Zero, PartialVector.Load(ref at, left) * scale);
            PartialVector.Store(slope, ref at, left);
        }

        var loss = 0d;
        for (var i = 0; i < left; i++)
        {
            if (weight[i] != 0f)
            {
                var target = targets[lane + i] * lanes + lane + i;
                gradient[target] -= weight[i];
                loss += LossOf(weight[i], sums[i], largest[i], logits[target]);
            }
        }

        return loss;
    }

    /// <summary>The probabilities of one vector of lanes, or of the <paramref name="left"/> last ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void WriteLanes(ref float x, int rows, int lanes, int left, ref float p)
    {
        var (_, sums) = WriteExponentials(ref x, rows, lanes, left, ref p);
        for (nint row = 0; row < rows; row++)
        {
            ref var at = ref Unsafe.Add(ref p, row * lanes);
            PartialVector.Store(PartialVector.Load(ref at, left) / sums, ref at, left);
        }
    }

    static double LossOf(float weight, float sum, float largest, float targetLogit) =>
        weight * (Math.Log(sum) + ((double)largest - targetLogit));

    /// <summary>One vector of lanes down the rows: writes <c>exp(x - largest)</c>, returns the largest and the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector<float> Largest, Vector<float> Sums) WriteExponentials(ref float x, int rows, int lanes, int left, ref float e)
    {
        var largest = PartialVector.Load(ref x, left);
        for (nint row = 1; row < rows; row++)
            largest = Vector.Max(largest, PartialVector.Load(ref Unsafe.Add(ref x, row * lanes), left));

        var sums = Vector<float>.Zero;
        for (nint row = 0; row < rows; row++)
        {
            var exponentials = Vector.Exp(PartialVector.Load(ref Unsafe.Add(ref x, row * lanes), left) - largest);
            PartialVector.Store(exponentials, ref Unsafe.Add(ref e, row * lanes), left);
            sums += exponentials;
        }

        return (largest, sums);
    }

    /// <summary>One sample, its rows side by side; summed here in a fixed order, which the library's own sum does not promise.</summary>
    static (float Largest, float Sum) WriteExponentials(ReadOnlySpan<float> x, Span<float> e)
    {
        var largest = TensorPrimitives.Max(x);
        TensorPrimitives.Subtract(x, largest, e);
        TensorPrimitives.Exp(e[..x.Length], e);
        var sum = 0f;
        foreach (var exponential in e[..x.Length])
            sum += exponential;

        return (largest, sum);
    }
}
