using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Functions;

namespace LiquidNet.Kernels;

/// <summary>Elementwise arithmetic on rows of lanes, where an operand may have one number per neuron, per sample or altogether.</summary>
static partial class Broadcasts
{
    /// <summary>Writes <c>y = a + b</c>.</summary>
    public static void WriteSum(
        ReadOnlySpan<float> a, Broadcast aForm, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y) =>
        Write<SumOperation>(a, aForm, b, bForm, rows, lanes, y);

    /// <summary>Writes <c>y = a - b</c>.</summary>
    public static void WriteDifference(
        ReadOnlySpan<float> a, Broadcast aForm, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y) =>
        Write<DifferenceOperation>(a, aForm, b, bForm, rows, lanes, y);

    /// <summary>Writes <c>y = a * b</c>.</summary>
    public static void WriteProduct(
        ReadOnlySpan<float> a, Broadcast aForm, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y) =>
        Write<ProductOperation>(a, aForm, b, bForm, rows, lanes, y);

    /// <summary>Writes <c>y = a / b</c>.</summary>
    public static void WriteQuotient(
        ReadOnlySpan<float> a, Broadcast aForm, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y) =>
        Write<QuotientOperation>(a, aForm, b, bForm, rows, lanes, y);

    /// <summary>Writes <c>y = x</c>, spread over rows and lanes.</summary>
    public static void WriteCopy(ReadOnlySpan<float> x, Broadcast form, int rows, int lanes, Span<float> y)
    {
        AssertOperand(x.Length, form, rows, lanes);
        Debug.Assert(y.Length >= rows * lanes);
        if (IsFlat(form, lanes))
            (form, rows, lanes) = (FlatFormOf(form), 1, rows * lanes);

        switch (form)
        {
            case Broadcast.Equal:
                x[..lanes].CopyTo(y);
                break;
            case Broadcast.Scalar:
                y[..lanes].Fill(x[0]);
                break;
            case Broadcast.PerNeuron:
                SpreadRows(ref MemoryMarshal.GetReference(x), rows, lanes, ref MemoryMarshal.GetReference(y));
                break;
            default:
                for (var row = 0; row < rows; row++)
                    x[..lanes].CopyTo(y.Slice(row * lanes, lanes));

                break;
        }
    }

    /// <summary>Writes <c>y = scale * x + shift</c>, number by number.</summary>
    public static void WriteAffineOf(ReadOnlySpan<float> x, float scale, float shift, Span<float> y)
    {
        Debug.Assert(y.Length >= x.Length);
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        Vector<float> scales = new(scale), shifts = new(shift);
        nint i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref from, (nuint)i), scales, shifts).StoreUnsafe(ref to, (nuint)i);

        for (; i < x.Length; i++)
            Unsafe.Add(ref to, i) = float.MultiplyAddEstimate(Unsafe.Add(ref from, i), scale, shift);
    }

    static void Write<TOperation>(
        ReadOnlySpan<float> a, Broadcast aForm, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, Span<float> y)
        where TOperation : struct, IElementwiseOperation
    {
        AssertOperand(a.Length, aForm, rows, lanes);
        AssertOperand(b.Length, bForm, rows, lanes);
        Debug.Assert(y.Length >= rows * lanes);
        if (IsFlat(aForm, lanes) && IsFlat(bForm, lanes))
            (aForm, bForm, rows, lanes) = (FlatFormOf(aForm), FlatFormOf(bForm), 1, rows * lanes);

        ref var x1 = ref MemoryMarshal.GetReference(a);
        ref var x2 = ref MemoryMarshal.GetReference(b);
        ref var to = ref MemoryMarshal.GetReference(y);
        nint step1 = RowStepOf(aForm, lanes), step2 = RowStepOf(bForm, lanes);
        switch (IsContiguous(aForm), IsContiguous(bForm))
        {
            case (true, true):
                WriteRows<TOperation, Contiguous, Contiguous>(ref x1, step1, ref x2, step2, rows, lanes, ref to);
                break;
            case (true, false):
                WriteRows<TOperation, Contiguous, Spread>(ref x1, step1, ref x2, step2, rows, lanes, ref to);
                break;
            case (false, true):
                WriteRows<TOperation, Spread, Contiguous>(ref x1, step1, ref x2, step2, rows, lanes, ref to);
                break;
            default:
                WriteRows<TOperation, Spread, Spread>(ref x1, step1, ref x2, step2, rows, lanes, ref to);
                break;
        }
    }

    /// <summary>Fills each row with its number: rows are too short for a call each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SpreadRows(ref float x, int rows, nint lanes, ref float y)
    {
        for (; rows > 0; rows--)
        {
            var spread = new Vector<float>(x);
            nint lane = 0;
            for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
                spread.StoreUnsafe(ref y, (nuint)lane);

            for (; lane < lanes; lane++)
                Unsafe.Add(ref y, lane) = x;

            x = ref Unsafe.Add(ref x, 1);
            y = ref Unsafe.Add(ref y, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void WriteRows<TOperation, TA, TB>(
        ref float a, nint aStep, ref float b, nint bStep, int rows, nint lanes, ref float y)
        where TOperation : struct, IElementwiseOperation
        where TA : struct, IOperandForm
        where TB : struct, IOperandForm
    {
        for (; rows > 0; rows--)
        {
            nint lane = 0;
            for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
                TOperation.Of(TA.VectorAt(ref a, lane), TB.VectorAt(ref b, lane)).StoreUnsafe(ref y, (nuint)lane);

            for (; lane < lanes; lane++)
                Unsafe.Add(ref y, lane) = TOperation.Of(TA.At(ref a, lane), TB.At(ref b, lane));

            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
            y = ref Unsafe.Add(ref y, lanes);
        }
    }

    /// <summary>Whether rows and lanes may be read as one long row.</summary>
    static bool IsFlat(Broadcast form, int lanes) => lanes == 1 || form is Broadcast.Equal or Broadcast.Scalar;

    /// <summary>The form in that long row: with one lane, a number per neuron is one per element, one per sample is one for all.</summary>
    static Broadcast FlatFormOf(Broadcast form) =>
        form is Broadcast.Equal or Broadcast.PerNeuron ? Broadcast.Equal : Broadcast.Scalar;

    static bool IsContiguous(Broadcast form) => form is Broadcast.Equal or Broadcast.PerSample;

    static int RowStepOf(Broadcast form, int lanes) => form switch
    {
        Broadcast.Equal => lanes,
        Broadcast.PerNeuron => 1,
        _ => 0,
    };

    [Conditional("DEBUG")]
    static void AssertOperand(int length, Broadcast form, int rows, int lanes) =>
        Debug.Assert(length >= form switch
        {
            Broadcast.Equal => rows * lanes,
            Broadcast.PerNeuron => rows,
            Broadcast.PerSample => lanes,
            _ => 1,
        });
}
