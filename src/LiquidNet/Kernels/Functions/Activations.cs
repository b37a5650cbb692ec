using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Functions;

/// <summary>Activation functions and their reverses over spans of equal length, of any length.</summary>
/// <remarks>A Write overwrites y and may work in place; an Add adds to dx; a Scale turns dy into dx. Errors are absolute unless called relative.</remarks>
static class Activations
{
    /// <summary>
    /// y = outer tanh(inner x); error as <see cref="Rational.TanhOfPowerOfTwo{TLanes}"/>, times outer. LeCun's tanh has 0.666 and 1.7159.
    /// </summary>
    public static void WriteTanh(ReadOnlySpan<float> x, float inner, float outer, Span<float> y)
    {
        // The same bits either way; the factor would stand alone at the end of the longest chain of operations.
        if (outer == 1f)
            Elementwise.Write(new Tanh(inner), x, y);
        else
            Elementwise.Write(new ScaledTanh(inner, outer), x, y);
    }

    /// <summary>dx += dy inner (outer - y^2/outer).</summary>
    public static void AddTanhGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, float inner, float outer, Span<float> dx) =>
        Elementwise.AddGradient(new ScaledTanh(inner, outer), y, dy, dx);

    /// <summary>adjoint *= inner (outer - y^2/outer).</summary>
    public static void ScaleByTanhSlope(ReadOnlySpan<float> y, float inner, float outer, Span<float> adjoint) =>
        Elementwise.ScaleBySlope(new ScaledTanh(inner, outer), y, adjoint);

    /// <summary>y = 1/(1 + e^-x); error at most 2e-7.</summary>
    public static void WriteSigmoid(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(Sigmoid), x, y);

    /// <summary>dx += dy y (1 - y).</summary>
    public static void AddSigmoidGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(Sigmoid), y, dy, dx);

    /// <summary>adjoint *= y (1 - y).</summary>
    public static void ScaleBySigmoidSlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        Elementwise.ScaleBySlope(default(Sigmoid), y, adjoint);

    /// <summary>y = e^x; relative error at most 2e-7.</summary>
    public static void WriteExponential(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(Exponential), x, y);

    /// <summary>dx += dy y.</summary>
    public static void AddExponentialGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(Exponential), y, dy, dx);

    /// <summary>adjoint *= y.</summary>
    public static void ScaleByExponentialSlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        Elementwise.ScaleBySlope(default(Exponential), y, adjoint);

    /// <summary>y = 1 - e^-x; relative error at most 5e-7 for x from zero on.</summary>
    public static void WriteRelaxation(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(Relaxation), x, y);

    /// <summary>dx += dy (1 - y).</summary>
    public static void AddRelaxationGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(Relaxation), y, dy, dx);

    /// <summary>adjoint *= 1 - y.</summary>
    public static void ScaleByRelaxationSlope(ReadOnlySpan<float> y, Span<float> adjoint) =>
        Elementwise.ScaleBySlope(default(Relaxation), y, adjoint);

    /// <summary>y = log(1 + e^x); relative error at most 1e-6 down to x = -87.</summary>
    public static void WriteSoftplus(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(Softplus), x, y);

    /// <summary>dx += dy sigmoid(x).</summary>
    public static void AddSoftplusGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(Softplus), x, dy, dx);

    /// <summary>y = max(x, 0), NaN for NaN.</summary>
    public static void WriteRectifier(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(Rectifier), x, y);

    /// <summary>dx += dy where x is positive.</summary>
    public static void AddRectifierGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(Rectifier), x, dy, dx);

    /// <summary>y = x sigmoid(x).</summary>
    public static void WriteSilu(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(Silu), x, y);

    /// <summary>dx += dy s (1 + x (1 - s)), with s = sigmoid(x).</summary>
    public static void AddSiluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(Silu), x, dy, dx);

    /// <summary>y = x Phi(x), with the normal distribution Phi itself and not its tanh likeness.</summary>
    public static void WriteGelu(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(Gelu), x, y);

    /// <summary>dx += dy (Phi(x) + x phi(x)).</summary>
    public static void AddGeluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(Gelu), x, dy, dx);

    /// <summary>y = |x|.</summary>
    public static void WriteAbsoluteValue(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Write(default(AbsoluteValue), x, y);

    /// <summary>dx += dy sign(x), nothing where x is zero.</summary>
    public static void AddAbsoluteValueGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.AddGradient(default(AbsoluteValue), x, dy, dx);

    readonly struct Tanh(float inner) : IElementwise
    {
        readonly float scale = inner * Rational.TanhScale, falloff = -inner;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => Rational.TanhOfPowerOfTwo(x * TLanes.All(scale));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(kept * kept, TLanes.All(falloff), TLanes.All(inner));
    }

    readonly struct ScaledTanh(float inner, float outer) : IElementwise
    {
        readonly float slopeAtZero = inner * outer, falloff = -inner / outer;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => new Tanh(inner).Value(x) * TLanes.All(outer);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(kept * kept, TLanes.All(falloff), TLanes.All(slopeAtZero));
    }

    readonly struct Sigmoid : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => Rational.Sigmoid(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes> => kept * (TLanes.All(1f) - kept);
    }

    readonly struct Exponential : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => TLanes.Exp(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes> => kept;
    }

    readonly struct Relaxation : IElementwise
    {
        // Below it a few terms of the series do; above it the difference has lost no more than a bit.
        const float SeriesLimit = 0.5f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes>
        {
            var one = TLanes.All(1f);
            var series = TLanes.MultiplyAdd(x, TLanes.All(-1f / 7), one);
            series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 6), series, one);
            series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 5), series, one);
            series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 4), series, one);
            series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 3), series, one);
            series = TLanes.MultiplyAdd(x * TLanes.All(-1f / 2), series, one);
            var difference = one - TLanes.Exp(TLanes.All(0f) - x);
            return TLanes.WherePositive(TLanes.Abs(x) - TLanes.All(SeriesLimit), difference, x * series);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes> => TLanes.All(1f) - kept;
    }

    readonly struct Softplus : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes>
        {
            var t = TLanes.Exp(TLanes.All(0f) - TLanes.Abs(x));
            var sum = TLanes.All(1f) + t;
            // What rounding took from t in the sum, the quotient gives back, so that log(1 + t) keeps its relative accuracy for tiny t.
            var kept = sum - TLanes.All(1f);
            var logarithm = TLanes.WherePositive(kept, TLanes.Log(sum) * (t / kept), t);
            return TLanes.AtLeast(TLanes.All(0f), x) + logarithm;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes> => Rational.Sigmoid(kept);
    }

    readonly struct Rectifier : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => TLanes.AtLeast(TLanes.All(0f), x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes> => TLanes.WherePositive(kept, TLanes.All(1f), TLanes.AtLeast(TLanes.All(0f), kept));
    }

    readonly struct Silu : IElementwise
    {
        // Beyond it the sigmoid is 0 or 1; the bound keeps infinity times zero out.
        const float Limit = 1000f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => TLanes.AtLeast(TLanes.All(-Limit), x) * Rational.Sigmoid(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes>
        {
            var x = TLanes.AtLeast(TLanes.All(-Limit), TLanes.AtMost(TLanes.All(Limit), kept));
            var s = Rational.Sigmoid(x);
            return TLanes.MultiplyAdd(s * x, TLanes.All(1f) - s, s);
        }
    }

    readonly struct Gelu : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> =>
            TLanes.AtLeast(TLanes.All(-NormalDistribution.Limit), x) * NormalDistribution.Cumulative(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes>
        {
            var cumulative = NormalDistribution.Cumulative(kept, out var density);
            var x = TLanes.AtLeast(TLanes.All(-NormalDistribution.Limit), TLanes.AtMost(TLanes.All(NormalDistribution.Limit), kept));
            return TLanes.MultiplyAdd(x, density, cumulative);
        }
    }

    readonly struct AbsoluteValue : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => TLanes.Abs(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Slope<TLanes>(TLanes kept)
            where TLanes : struct, ILanes<TLanes>
        {
            // Zero and NaN pass through as they are.
            var negative = TLanes.WherePositive(TLanes.All(0f) - kept, TLanes.All(-1f), kept);
            return TLanes.WherePositive(kept, TLanes.All(1f), negative);
        }
    }
}
