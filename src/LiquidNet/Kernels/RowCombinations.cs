using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Products with a sparse matrix: adds to each row the sum of some other rows, each times a number,
/// <c>y_r += sum_t c_t x_(s_t)</c>.</summary>
/// <remarks>Rows are padded to whole vectors, so that short ones, as there are along a wiring, need no second loop.</remarks>
sealed class RowCombinations
{
    readonly int[] ends;
    readonly int[] sources;
    readonly int[] coefficients;
    readonly int stride;

    /// <summary>Lays out the sums.</summary>
    /// <param name="rows">How many rows are added to.</param>
    /// <param name="length">How many numbers a row has.</param>
    /// <param name="terms">The terms of each row in order.</param>
    public RowCombinations(int rows, int length, IReadOnlyCollection<RowTerm> terms)
    {
        stride = StrideOf(length);
        ends = new int[rows];
        foreach (var term in terms)
            ends[term.Row]++;
        for (var row = 1; row < rows; row++)
            ends[row] += ends[row - 1];
        var ordered = terms.OrderBy(term => term.Row).ToArray();
        sources = Array.ConvertAll(ordered, term => term.Source);
        coefficients = Array.ConvertAll(ordered, term => term.Coefficient);
    }

    /// <summary>How many terms there are.</summary>
    public int Count => sources.Length;

    /// <summary>From where a row of some numbers begins to where the next one does.</summary>
    public static int StrideOf(int length) => checked(length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Adds the sums.</summary>
    /// <param name="x">The rows that are combined.</param>
    /// <param name="c">The numbers that they are multiplied by.</param>
    /// <param name="y">The rows that are added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> c, Span<float> y)
    {
        Debug.Assert(y.Length >= ends.Length * stride);
        Debug.Assert(Count == 0 || (x.Length >= (sources.Max() + 1) * stride && c.Length > coefficients.Max()));
        ref var rows = ref MemoryMarshal.GetReference(x);
        ref var numbers = ref MemoryMarshal.GetReference(c);
        ref var from = ref MemoryMarshal.GetArrayDataReference(sources);
        ref var by = ref MemoryMarshal.GetArrayDataReference(coefficients);
        ref var sums = ref MemoryMarshal.GetReference(y);
        nint width = Vector<float>.Count, first = 0;
        foreach (nint end in ends)
        {
            nint at = 0;
            for (; first < end && at <= stride - 4 * width; at += 4 * width)
            {
                var (a, b) = (LaneVector.Load(ref sums, at), LaneVector.Load(ref sums, at + width));
                var (d, e) = (LaneVector.Load(ref sums, at + 2 * width), LaneVector.Load(ref sums, at + 3 * width));
                for (var term = first; term < end; term++)
                {
                    var factor = LaneVector.LoadAll(ref numbers, Unsafe.Add(ref by, term));
                    var place = Unsafe.Add(ref from, term) * (nint)stride + at;
                    a = LaneVector.MultiplyAdd(factor, LaneVector.Load(ref rows, place), a);
                    b = LaneVector.MultiplyAdd(factor, LaneVector.Load(ref rows, place + width), b);
                    d = LaneVector.MultiplyAdd(factor, LaneVector.Load(ref rows, place + 2 * width), d);
                    e = LaneVector.MultiplyAdd(factor, LaneVector.Load(ref rows, place + 3 * width), e);
                }

                a.Store(ref sums, at);
                b.Store(ref sums, at + width);
                d.Store(ref sums, at + 2 * width);
                e.Store(ref sums, at + 3 * width);
            }

            for (; first < end && at < stride; at += width)
            {
                var sum = LaneVector.Load(ref sums, at);
                for (var term = first; term < end; term++)
                {
                    var factor = LaneVector.LoadAll(ref numbers, Unsafe.Add(ref by, term));
                    sum = LaneVector.MultiplyAdd(
                        factor, LaneVector.Load(ref rows, Unsafe.Add(ref from, term) * (nint)stride + at), sum);
                }

                sum.Store(ref sums, at);
            }

            first = end;
            sums = ref Unsafe.Add(ref sums, stride);
        }
    }
}

/// <summary>A row, times a number, that is added to another.</summary>
/// <param name="Row">The row that is added to.</param>
/// <param name="Source">The row that is added.</param>
/// <param name="Coefficient">Which number it is multiplied by.</param>
readonly record struct RowTerm(int Row, int Source, int Coefficient);
