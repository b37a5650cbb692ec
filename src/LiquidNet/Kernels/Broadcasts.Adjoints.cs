using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiquidNet.Kernels;

/// <content>
/// The way back. An operand's adjoint has one number per row and lane or, with <c>perSample</c>, one per lane, summed over the
/// rows. Everything accumulates.
/// </content>
static partial class Broadcasts
{
    /// <summary>Adds <c>dx += scale * dy</c>.</summary>
    public static void AddScaled(ReadOnlySpan<float> dy, float scale, int rows, int lanes, bool perSample, Span<float> dx) =>
        Add<ProductTerm>(dy, dy, new ReadOnlySpan<float>(in scale), Broadcast.Scalar, rows, lanes, perSample, dx);

    /// <summary>Adds <c>dx += dy * b</c>.</summary>
    public static void AddProduct(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample, Span<float> dx) =>
        Add<ProductTerm>(dy, dy, b, bForm, rows, lanes, perSample, dx);

    /// <summary>Adds <c>dx += dy / b</c>.</summary>
    public static void AddQuotient(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample, Span<float> dx) =>
        Add<QuotientTerm>(dy, dy, b, bForm, rows, lanes, perSample, dx);

    /// <summary>Adds <c>db -= dy * y / b</c>, the adjoint of the denominator of <c>y = a / b</c>.</summary>
    public static void SubtractQuotientDenominator(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> y, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample,
        Span<float> db) =>
        Add<DenominatorTerm>(dy, y, b, bForm, rows, lanes, perSample, db);

    /// <summary>Adds the sum over the lanes of every row: <c>destination[r] += sum_l laneSums[r, l]</c>.</summary>
    public static void AddLaneSums(ReadOnlySpan<float> laneSums, int rows, int lanes, Span<float> destination)
    {
        Debug.Assert(laneSums.Length >= rows * lanes && destination.Length >= rows);
        if (lanes == 1)
        {
            Updates.AddInto(destination, laneSums[..rows]);
            return;
        }

        ref var from = ref MemoryMarshal.GetReference(laneSums);
        for (var row = 0; row < rows; row++)
        {
            var sums = Vector<float>.Zero;
            nint lane = 0;
            for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
                sums += Vector.LoadUnsafe(ref from, (nuint)lane);

            var sum = Vector.Sum(sums);
            for (; lane < lanes; lane++)
                sum += Unsafe.Add(ref from, lane);

            destination[row] += sum;
            from = ref Unsafe.Add(ref from, lanes);
        }
    }

    static void Add<TTerm>(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> y, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample,
        Span<float> dx)
        where TTerm : struct, IAdjointTerm
    {
        AssertOperand(b.Length, bForm, rows, lanes);
        Debug.Assert(dy.Length >= rows * lanes && y.Length >= rows * lanes && dx.Length >= (perSample ? lanes : rows * lanes));
        if (!perSample && IsFlat(bForm, lanes))
            (bForm, rows, lanes) = (FlatFormOf(bForm), 1, rows * lanes);

        ref var adjoint = ref MemoryMarshal.GetReference(dy);
        ref var result = ref MemoryMarshal.GetReference(y);
        ref var operand = ref MemoryMarshal.GetReference(b);
        ref var to = ref MemoryMarshal.GetReference(dx);
        nint step = RowStepOf(bForm, lanes);
        switch (perSample, IsContiguous(bForm))
        {
            case (false, true):
                AddRows<TTerm, Contiguous>(ref adjoint, ref result, ref operand, step, rows, lanes, ref to);
                break;
            case (false, false):
                AddRows<TTerm, Spread>(ref adjoint, ref result, ref operand, step, rows, lanes, ref to);
                break;
            case (true, true):
                AddRowSums<TTerm, Contiguous>(ref adjoint, ref result, ref operand, step, rows, lanes, ref to);
                break;
            default:
                AddRowSums<TTerm, Spread>(ref adjoint, ref result, ref operand, step, rows, lanes, ref to);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void AddRows<TTerm, TForm>(ref float dy, ref float y, ref float b, nint bStep, int rows, nint lanes, ref float dx)
        where TTerm : struct, IAdjointTerm
        where TForm : struct, IOperandForm
    {
        for (; rows > 0; rows--)
        {
            nint lane = 0;
            for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
            {
                var term = TTerm.Of(
                    Vector.LoadUnsafe(ref dy, (nuint)lane), Vector.LoadUnsafe(ref y, (nuint)lane), TForm.VectorAt(ref b, lane));
                (Vector.LoadUnsafe(ref dx, (nuint)lane) + term).StoreUnsafe(ref dx, (nuint)lane);
            }

            for (; lane < lanes; lane++)
                Unsafe.Add(ref dx, lane) += TTerm.Of(Unsafe.Add(ref dy, lane), Unsafe.Add(ref y, lane), TForm.At(ref b, lane));

            dy = ref Unsafe.Add(ref dy, lanes);
            y = ref Unsafe.Add(ref y, lanes);
            b = ref Unsafe.Add(ref b, bStep);
            dx = ref Unsafe.Add(ref dx, lanes);
        }
    }

    /// <summary>Lane by lane down the rows, so that the sum stays in a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void AddRowSums<TTerm, TForm>(ref float dy, ref float y, ref float b, nint bStep, nint rows, nint lanes, ref float dx)
        where TTerm : struct, IAdjointTerm
        where TForm : struct, IOperandForm
    {
        nint lane = 0;
        for (; lane <= lanes - Vector<float>.Count; lane += Vector<float>.Count)
        {
            var sums = Vector<float>.Zero;
            for (nint row = 0; row < rows; row++)
            {
                var at = (nuint)(row * lanes + lane);
                sums += TTerm.Of(
                    Vector.LoadUnsafe(ref dy, at), Vector.LoadUnsafe(ref y, at), TForm.VectorAt(ref Unsafe.Add(ref b, row * bStep), lane));
            }

            (Vector.LoadUnsafe(ref dx, (nuint)lane) + sums).StoreUnsafe(ref dx, (nuint)lane);
        }

        for (; lane < lanes; lane++)
        {
            var sum = 0f;
            for (nint row = 0; row < rows; row++)
            {
                var at = row * lanes + lane;
                sum += TTerm.Of(Unsafe.Add(ref dy, at), Unsafe.Add(ref y, at), TForm.At(ref Unsafe.Add(ref b, row * bStep), lane));
            }

            Unsafe.Add(ref dx, lane) += sum;
        }
    }
}
