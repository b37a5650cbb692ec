using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>The exact step of many Riccati equations: <c>y = (a s + b + w (t - s)) / (c + w (1 - g s))</c>, element by element.</summary>
static class RiccatiSteps
{
    /// <summary>Writes the result.</summary>
    public static void Write(RiccatiOperands of, Span<float> y)
    {
        Debug.Assert(of.HaveLength(y.Length));
        LaneLoop.Run(new WriteKernel(of, y), y.Length);
    }

    /// <summary>
    /// With the denominator <c>D</c> and <c>q = dy / D</c> adds <c>ds += q (a - w + y w g)</c>, <c>da += q s</c>, <c>db += q</c>,
    /// <c>dw += q (t - s - y (1 - g s))</c>, <c>dt += q w</c>, <c>dc -= q y</c> and <c>dg += q y w s</c>.
    /// </summary>
    public static void AddGradients(RiccatiOperands of, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, RiccatiOperands gradients)
    {
        Debug.Assert(of.HaveLength(dy.Length) && gradients.HaveLength(dy.Length) && y.Length == dy.Length);
        LaneLoop.Run(new AddKernel(of, y, dy, gradients), dy.Length);
    }

    readonly ref struct WriteKernel(RiccatiOperands of, Span<float> y) : ILaneKernel
    {
        readonly RiccatiOperands of = of;
        readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var s = of.State.Load<TLanes>(at);
            var w = of.W.Load<TLanes>(at);
            var linear = TLanes.MultiplyAdd(of.A.Load<TLanes>(at), s, of.B.Load<TLanes>(at));
            var numerator = TLanes.MultiplyAdd(w, of.T.Load<TLanes>(at) - s, linear);
            var rest = TLanes.All(1f) - of.G.Load<TLanes>(at) * s;
            (numerator / TLanes.MultiplyAdd(w, rest, of.C.Load<TLanes>(at))).Store(y, at);
        }
    }

    readonly ref struct AddKernel(
        RiccatiOperands of, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, RiccatiOperands gradients) : ILaneKernel
    {
        readonly RiccatiOperands of = of, gradients = gradients;
        readonly ReadOnlySpan<float> y = y, dy = dy;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var s = of.State.Load<TLanes>(at);
            var w = of.W.Load<TLanes>(at);
            var g = of.G.Load<TLanes>(at);
            var next = y.Load<TLanes>(at);
            var rest = TLanes.All(1f) - g * s;
            var q = dy.Load<TLanes>(at) / TLanes.MultiplyAdd(w, rest, of.C.Load<TLanes>(at));
            var (moved, weighted) = (q * next, q * w);
            Add(gradients.State, at, TLanes.MultiplyAdd(q, of.A.Load<TLanes>(at) - w, weighted * next * g));
            Add(gradients.A, at, q * s);
            Add(gradients.B, at, q);
            Add(gradients.W, at, q * (of.T.Load<TLanes>(at) - s - next * rest));
            Add(gradients.T, at, weighted);
            Add(gradients.C, at, TLanes.All(-1f) * moved);
            Add(gradients.G, at, moved * w * s);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Add<TLanes>(Span<float> gradient, nint at, TLanes term)
            where TLanes : struct, ILanes<TLanes> => (gradient.Load<TLanes>(at) + term).Store(gradient, at);
    }
}

/// <summary>The state and the coefficients of <see cref="RiccatiSteps"/>, or their gradients; all equally long.</summary>
readonly ref struct RiccatiOperands(
    Span<float> state, Span<float> a, Span<float> b, Span<float> w, Span<float> t, Span<float> c, Span<float> g)
{
    public readonly Span<float> State = state, A = a, B = b, W = w, T = t, C = c, G = g;

    public bool HaveLength(int length) =>
        State.Length == length && A.Length == length && B.Length == length && W.Length == length && T.Length == length
        && C.Length == length && G.Length == length;
}
