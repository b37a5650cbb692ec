using System.Diagnostics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Functions;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <content>
/// The way back. An operand's adjoint has one number per row and lane or, with <c>perSample</c>, one per lane, summed over the
/// rows. Everything accumulates.
/// </content>
static partial class Broadcasts
{
    /// <summary>Adds <c>dx += scale * dy</c>.</summary>
    public static void AddScaled(ReadOnlySpan<float> dy, float scale, int rows, int lanes, bool perSample, Span<float> dx) =>
        Add<TermOf<ProductOfTwo>>(dy, dy, new ReadOnlySpan<float>(in scale), Broadcast.Scalar, rows, lanes, perSample, dx);

    /// <summary>Adds <c>dx += dy * b</c>.</summary>
    public static void AddProduct(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample, Span<float> dx) =>
        Add<TermOf<ProductOfTwo>>(dy, dy, b, bForm, rows, lanes, perSample, dx);

    /// <summary>Adds <c>dx += dy / b</c>.</summary>
    public static void AddQuotient(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample, Span<float> dx) =>
        Add<TermOf<QuotientOfTwo>>(dy, dy, b, bForm, rows, lanes, perSample, dx);

    /// <summary>Adds <c>db += -dy * y / b</c>, the adjoint of the denominator of <c>y = a / b</c>.</summary>
    public static void AddDenominator(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> y, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample,
        Span<float> db) =>
        Add<DenominatorTerm>(dy, y, b, bForm, rows, lanes, perSample, db);

    /// <summary>Adds the sum over the lanes of every row: <c>destination[r] += sum_l laneSums[r, l]</c>.</summary>
    public static void AddLaneSums(ReadOnlySpan<float> laneSums, int rows, int lanes, Span<float> destination)
    {
        Debug.Assert(laneSums.Length >= rows * lanes && destination.Length >= rows);
        if (lanes == 1)
            Updates.Add(laneSums[..rows], destination);
        else
            LaneLoop.Run(new AddLanesKernel(laneSums, destination), rows, lanes);
    }

    static void Add<TTerm>(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> y, ReadOnlySpan<float> b, Broadcast bForm, int rows, int lanes, bool perSample,
        Span<float> dx)
        where TTerm : struct, IAdjointTerm
    {
        bForm.AssertHolds(b.Length, rows, lanes);
        Debug.Assert(dy.Length >= rows * lanes && y.Length >= rows * lanes && dx.Length >= (perSample ? lanes : rows * lanes));
        if (!perSample && bForm.IsFlat(lanes))
            (bForm, rows, lanes) = (bForm.Flat(), 1, rows * lanes);

        if (bForm.IsContiguous())
            Add(new AddKernel<TTerm, Contiguous>(dy, y, new(b, bForm.RowStep(lanes)), dx), rows, lanes, perSample, dx);
        else
            Add(new AddKernel<TTerm, Spread>(dy, y, new(b, bForm.RowStep(lanes)), dx), rows, lanes, perSample, dx);
    }

    static void Add<TTerm, TForm>(AddKernel<TTerm, TForm> kernel, int rows, int lanes, bool perSample, Span<float> dx)
        where TTerm : struct, IAdjointTerm
        where TForm : struct, IOperandForm
    {
        if (perSample)
            LaneLoop.Run(new AddSumKernel<TTerm, TForm>(kernel, rows, lanes, dx), lanes);
        else
            LaneLoop.Run(kernel, rows, lanes);
    }

    readonly ref struct AddKernel<TTerm, TForm>(ReadOnlySpan<float> dy, ReadOnlySpan<float> y, Operand<TForm> b, Span<float> dx)
        : ILaneKernel
        where TTerm : struct, IAdjointTerm
        where TForm : struct, IOperandForm
    {
        readonly ReadOnlySpan<float> dy = dy, y = y;
        readonly Operand<TForm> b = b;
        readonly Span<float> dx = dx;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Term<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> =>
            TTerm.Of(dy.Load<TLanes>(at), y.Load<TLanes>(at), b.Load<TLanes>(row, lane));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> =>
            (dx.Load<TLanes>(at) + Term<TLanes>(at, row, lane)).Store(dx, at);
    }

    /// <summary>Goes down the rows itself, so that the sum stays in a register.</summary>
    readonly ref struct AddSumKernel<TTerm, TForm>(AddKernel<TTerm, TForm> terms, int rows, int lanes, Span<float> dx) : ILaneKernel
        where TTerm : struct, IAdjointTerm
        where TForm : struct, IOperandForm
    {
        readonly AddKernel<TTerm, TForm> terms = terms;
        readonly Span<float> dx = dx;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes>
        {
            var sum = TLanes.All(0f);
            for (; row < rows; row++, at += lanes)
                sum += terms.Term<TLanes>(at, row, lane);
            (dx.Load<TLanes>(lane) + sum).Store(dx, lane);
        }
    }

    readonly ref struct AddLanesKernel(ReadOnlySpan<float> laneSums, Span<float> destination) : ILaneKernel
    {
        readonly ReadOnlySpan<float> laneSums = laneSums;
        readonly Span<float> destination = destination;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes>(nint at, nint row, nint lane)
            where TLanes : struct, ILanes<TLanes> => destination[(int)row] += TLanes.Sum(laneSums.Load<TLanes>(at));
    }
}
