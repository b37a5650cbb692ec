using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>Runs a function of one variable, or its reverse, over a span.</summary>
static class UnaryFunctions
{
    /// <summary>Writes <c>y = f(x)</c>; y may be x.</summary>
    public static void Write<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IUnaryFunction
    {
        Debug.Assert(x.Length <= y.Length);
        var rest = x.Length % LaneVector.Count;
        if (rest <= 1)
        {
            LaneLoop.Run(new WriteKernel<TFunction>(function, x, y), x.Length);
            return;
        }

        LaneLoop.Run(new WriteKernel<TFunction>(function, x, y), x.Length - rest);
        WriteShort(function, x[^rest..], y.Slice(x.Length - rest, rest));
    }

    /// <summary>What does not fill a vector is computed as one all the same: a function costs a vector no more than a number.</summary>
    static void WriteShort<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IUnaryFunction
    {
        Span<float> padded = stackalloc float[LaneVector.Count];
        padded.Clear();
        x.CopyTo(padded);
        LaneLoop.Run(new WriteKernel<TFunction>(function, padded, padded), padded.Length);
        padded[..x.Length].CopyTo(y);
    }

    /// <summary>Adds <c>dx += dy f'</c>, with the slope from what the function keeps.</summary>
    public static void AddGradient<TFunction>(TFunction function, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx)
        where TFunction : struct, IDifferentiableFunction
    {
        Debug.Assert(kept.Length == dx.Length && dy.Length == dx.Length);
        LaneLoop.Run(new AddKernel<TFunction>(function, kept, dy, dx), dx.Length);
    }

    /// <summary>Writes <c>adjoint *= f'</c>, with the slope from what the function keeps.</summary>
    public static void WriteScaledBySlope<TFunction>(TFunction function, ReadOnlySpan<float> kept, Span<float> adjoint)
        where TFunction : struct, IDifferentiableFunction
    {
        Debug.Assert(kept.Length == adjoint.Length);
        LaneLoop.Run(new ScaleKernel<TFunction>(function, kept, adjoint), adjoint.Length);
    }

    readonly ref struct WriteKernel<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y) : ILaneKernel
        where TFunction : struct, IUnaryFunction
    {
        readonly ReadOnlySpan<float> x = x;
        readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> => function.Value(x.Load<TLanes>(at)).Store(y, at);
    }

    readonly ref struct AddKernel<TFunction>(
        TFunction function, ReadOnlySpan<float> kept, ReadOnlySpan<float> dy, Span<float> dx) : ILaneKernel
        where TFunction : struct, IDifferentiableFunction
    {
        readonly ReadOnlySpan<float> kept = kept, dy = dy;
        readonly Span<float> dx = dx;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> =>
            TLanes.MultiplyAdd(dy.Load<TLanes>(at), function.Slope(kept.Load<TLanes>(at)), dx.Load<TLanes>(at)).Store(dx, at);
    }

    readonly ref struct ScaleKernel<TFunction>(TFunction function, ReadOnlySpan<float> kept, Span<float> adjoint) : ILaneKernel
        where TFunction : struct, IDifferentiableFunction
    {
        readonly ReadOnlySpan<float> kept = kept;
        readonly Span<float> adjoint = adjoint;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> =>
            (adjoint.Load<TLanes>(at) * function.Slope(kept.Load<TLanes>(at))).Store(adjoint, at);
    }
}
