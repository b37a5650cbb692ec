using System.Diagnostics;
using System.Runtime.CompilerServices;
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
        var loss = 0d;
        if (lanes == 1)
            LaneLoop.Run(new WriteKernel<Spread>(outputs, targets, new(weights, 0), rows, 1, rows, gradient, ref loss), rows);
        else
            LaneLoop.Run(new WriteKernel<Contiguous>(outputs, targets, new(weights, 0), rows, rows, lanes, gradient, ref loss), lanes);
        return loss;
    }

    /// <summary>Goes down the rows itself, so that weights are loaded once; the mean is over a number of outputs.</summary>
    readonly ref struct WriteKernel<TForm>(
        ReadOnlySpan<float> y, ReadOnlySpan<float> t, Operand<TForm> weights, int outputs, int rows, int lanes, Span<float> gradient,
        ref double loss) : ILaneKernel
        where TForm : struct, IOperandForm
    {
        readonly ReadOnlySpan<float> y = y, t = t;
        readonly Operand<TForm> weights = weights;
        readonly Span<float> gradient = gradient;
        readonly ref double loss = ref loss;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var weight = weights.Load<TLanes>(0, lane) / TLanes.All(outputs);
            var zero = TLanes.All(0f);
            var sum = 0d;
            for (; row < rows; row++, at += lanes)
            {
                var error = TLanes.WhereGreater(weight, zero, y.Load<TLanes>(at) - t.Load<TLanes>(at), zero);
                ((weight + weight) * error).Store(gradient, at);
                sum += TLanes.Dot(weight * error, error);
            }

            loss += sum;
        }
    }
}
