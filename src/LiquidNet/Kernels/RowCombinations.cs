using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels;

/// <summary>Products with a sparse matrix: adds to each row the sum of some other rows, each times a number,
/// <c>y_r += sum_t c_t x_(s_t)</c>.</summary>
/// <remarks>Rows are padded to whole vectors, and a sum stays in registers, as much of a row as there are.</remarks>
sealed class RowCombinations
{
    readonly int[] ends;
    readonly int[] sources;
    readonly int[] coefficients;
    readonly int stride;

    /// <summary>Lays out the sums.</summary>
    /// <param name="rows">How many rows are added to.</param>
    /// <param name="length">How many numbers a row has.</param>
    /// <param name="terms">The terms of all rows.</param>
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
    public void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> c, Span<float> y)
    {
        Debug.Assert(y.Length >= ends.Length * stride);
        Debug.Assert(Count == 0 || (x.Length >= sources.Max() + stride && c.Length > coefficients.Max()));
        var done = Add<LanePair<LanePair<LanePair<LaneVector>>>>(x, c, y, 0);
        done = Add<LanePair<LanePair<LaneVector>>>(x, c, y, done);
        done = Add<LanePair<LaneVector>>(x, c, y, done);
        Add<LaneVector>(x, c, y, done);
    }

    /// <summary>The sums of as many whole blocks of a row as fit; returns where they end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    int Add<TLanes>(ReadOnlySpan<float> x, ReadOnlySpan<float> c, Span<float> y, int at)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var rows = ref MemoryMarshal.GetReference(x);
        ref var numbers = ref MemoryMarshal.GetReference(c);
        ref var from = ref MemoryMarshal.GetArrayDataReference(sources);
        ref var by = ref MemoryMarshal.GetArrayDataReference(coefficients);
        for (; at <= stride - TLanes.Count; at += TLanes.Count)
        {
            nint term = 0;
            ref var place = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), at);
            foreach (nint end in ends)
            {
                var sum = TLanes.Load(ref place, 0);
                for (; term < end; term++)
                {
                    var factor = TLanes.LoadAll(ref numbers, Unsafe.Add(ref by, term));
                    sum = TLanes.MultiplyAdd(factor, TLanes.Load(ref rows, Unsafe.Add(ref from, term) + at), sum);
                }

                sum.Store(ref place, 0);
                place = ref Unsafe.Add(ref place, stride);
            }
        }

        return at;
    }
}
