using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels;

/// <summary>The weighted squared error of every lane.</summary>
internal static class SquaredError
{
    /// <summary>Writes the gradient by the outputs and returns the sum of the lanes' losses.</summary>
    /// <remarks>
    /// <code>
    /// loss[l] = weight[l] sum_r (y[r, l] - t[r, l])^2;  gradient[r, l] = 2 weight[l] (y[r, l] - t[r, l])
    /// </code>
    /// A lane of weight zero is padding: its gradient and its loss are zero whatever it holds.
    /// </remarks>
    public static double WriteSquaredErrorGradient(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int rows, int lanes, Span<float> gradient)
    {
        Debug.Assert(outputs.Length >= rows * lanes && targets.Length >= rows * lanes && gradient.Length >= rows * lanes);
        Debug.Assert(weights.Length >= lanes);
        var isSingle = lanes == 1;
        if (isSingle)
        {
            (rows, lanes) = (1, rows);
        }

        ref var y = ref MemoryMarshal.GetReference(outputs);
        ref var t = ref MemoryMarshal.GetReference(targets);
        ref var w = ref MemoryMarshal.GetReference(weights);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        var loss = 0d;
        for (nint row = 0; row < rows; row++)
        {
            nint lane = 0;
            for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
            {
                loss += WriteLanes(ref w, ref y, ref t, ref g, row, lane, Vector<float>.Count);
            }

            if (lane < lanes)
            {
                loss += WriteLanes(ref w, ref y, ref t, ref g, row, lane, lanes - lane);
            }
        }

        return loss;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        double WriteLanes(ref float w, ref float y, ref float t, ref float g, nint row, nint lane, nint left)
        {
            var at = row * lanes + lane;
            var weight = isSingle ? new Vector<float>(w) : PartialVector.Load(ref Unsafe.Add(ref w, lane), left);
            var error = PartialVector.Load(ref Unsafe.Add(ref y, at), left) - PartialVector.Load(ref Unsafe.Add(ref t, at), left);
            error = Vector.ConditionalSelect(Vector.Equals(weight, Vector<float>.Zero), Vector<float>.Zero, error);
            PartialVector.Store((weight + weight) * error, ref Unsafe.Add(ref g, at), left);
            Vector.Widen(error, out var low, out var high);
            Vector.Widen(weight, out var lowWeight, out var highWeight);
            return Vector.Sum(lowWeight * (low * low) + highWeight * (high * high));
        }
    }
}
