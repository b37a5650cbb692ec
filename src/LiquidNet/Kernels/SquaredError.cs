using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>The weighted squared error of every lane, averaged over its rows.</summary>
static class SquaredError
{
    /// <summary>Writes the gradient by the outputs and returns the sum of the lanes' losses.</summary>
    /// <remarks>
    /// <code>
    /// loss[l] = weight[l] / rows sum_r (y[r, l] - t[r, l])^2;  gradient[r, l] = 2 weight[l] / rows (y[r, l] - t[r, l])
    /// </code>
    /// A lane of weight zero is padding: its gradient and its loss are zero whatever it holds.
    /// </remarks>
    public static double WriteGradient(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int rows, int lanes, Span<float> gradient)
    {
        Debug.Assert(outputs.Length >= rows * lanes && targets.Length >= rows * lanes && gradient.Length >= rows * lanes);
        Debug.Assert(weights.Length >= lanes);
        ref var y = ref MemoryMarshal.GetReference(outputs);
        ref var t = ref MemoryMarshal.GetReference(targets);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        if (lanes == 1)
            return WriteVectors(new Vector<float>(weights[0] / rows), ref y, ref t, ref g, rows, Vector<float>.Count, Vector<float>.Count);

        var loss = 0d;
        for (nint lane = 0; lane < lanes; lane += Vector<float>.Count)
        {
            var weight = PartialVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), lane), lanes - lane) / rows;
            loss += WriteVectors(
                weight, ref Unsafe.Add(ref y, lane), ref Unsafe.Add(ref t, lane), ref Unsafe.Add(ref g, lane), rows * lanes, lanes, lanes - lane);
        }

        return loss;
    }

    /// <summary>One vector after the other, a step apart, each of at most <paramref name="width"/> numbers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static double WriteVectors(Vector<float> weight, ref float y, ref float t, ref float g, nint length, nint step, nint width)
    {
        var isPadding = Vector.Equals(weight, Vector<float>.Zero);
        Vector.Widen(weight, out var lowWeight, out var highWeight);
        Vector<double> lowSums = default, highSums = default;
        for (nint at = 0; at < length; at += step)
        {
            var left = nint.Min(width, length - at);
            var error = PartialVector.Load(ref Unsafe.Add(ref y, at), left) - PartialVector.Load(ref Unsafe.Add(ref t, at), left);
            error = Vector.ConditionalSelect(isPadding, Vector<float>.Zero, error);
            PartialVector.Store((weight + weight) * error, ref Unsafe.Add(ref g, at), left);
            Vector.Widen(error, out var low, out var high);
            lowSums += low * low;
            highSums += high * high;
        }

        return Vector.Sum(lowWeight * lowSums + highWeight * highSums);
    }
}
