using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Elementwise arithmetic on rows of lanes, where an operand may have one number per neuron, per sample or altogether.</summary>
static partial class Broadcasts
{
    /// <summary>Writes <c>y = f(a, b)</c>; y may be an operand that has all rows and lanes.</summary>
    public static void Write<TFunction>(
        ReadOnlySpan<float> a, Broadcast aForm, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y)
        where TFunction : struct, IBinaryFunction
    {
        aForm.AssertHolds(a.Length, rows, lanes);
        bForm.AssertHolds(b.Length, rows, lanes);
        Debug.Assert(y.Length >= rows * lanes);
        if (aForm.IsFlat(lanes) && bForm.IsFlat(lanes))
            (aForm, bForm, rows, lanes) = (aForm.Flat(), bForm.Flat(), 1, rows * lanes);

        if (aForm.IsContiguous())
            Write<TFunction, Contiguous>(new(a, aForm.RowStep(lanes)), b, bForm, rows, lanes, y);
        else
            Write<TFunction, Spread>(new(a, aForm.RowStep(lanes)), b, bForm, rows, lanes, y);
    }

    /// <summary>Writes <c>y = x</c>, spread over rows and lanes.</summary>
    public static void WriteCopy(ReadOnlySpan<float> x, Broadcast form, int rows, int lanes, Span<float> y)
    {
        form.AssertHolds(x.Length, rows, lanes);
        Debug.Assert(y.Length >= rows * lanes);
        if (form.IsFlat(lanes) && form.Flat() == Broadcast.Equal)
            x[..(rows * lanes)].CopyTo(y);
        else if (form.IsFlat(lanes))
            y[..(rows * lanes)].Fill(x[0]);
        else
            Write<ProductOfTwo>(x, form, [1f], Broadcast.Scalar, rows, lanes, y);
    }

    /// <summary>Writes <c>y = scale * x + shift</c>, number by number.</summary>
    public static void WriteAffineOf(ReadOnlySpan<float> x, float scale, float shift, Span<float> y) =>
        UnaryFunctions.Write(new Line(scale, shift), x, y);

    static void Write<TFunction, TA>(Operand<TA> a, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y)
        where TFunction : struct, IBinaryFunction
        where TA : struct, IOperandForm
    {
        if (bForm.IsContiguous())
            LaneLoop.Run(new WriteKernel<TFunction, TA, Contiguous>(a, new(b, bForm.RowStep(lanes)), y), rows, lanes);
        else
            LaneLoop.Run(new WriteKernel<TFunction, TA, Spread>(a, new(b, bForm.RowStep(lanes)), y), rows, lanes);
    }

    readonly ref struct WriteKernel<TFunction, TA, TB>(Operand<TA> a, Operand<TB> b, Span<float> y) : ILaneKernel
        where TFunction : struct, IBinaryFunction
        where TA : struct, IOperandForm
        where TB : struct, IOperandForm
    {
        readonly Operand<TA> a = a;
        readonly Operand<TB> b = b;
        readonly Span<float> y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> =>
            TFunction.Value(a.Load<TLanes>(row, lane), b.Load<TLanes>(row, lane)).Store(y, at);
    }

    /// <summary><c>scale x + shift</c></summary>
    readonly struct Line(float scale, float shift) : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Value<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(x, TLanes.All(scale), TLanes.All(shift));
    }
}
