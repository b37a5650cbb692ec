using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Products;

/// <content>The tiles themselves: sums that stay in registers while the terms pass by.</content>
static partial class BroadcastTiles
{
    static void WritePairTiles<TRows, TLanes>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        if (product.SpreadsStart)
            WritePairTiles<TRows, TLanes, Spread>(product, terms, tiles);
        else
            WritePairTiles<TRows, TLanes, Contiguous>(product, terms, tiles);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void WritePairTiles<TRows, TLanes, TStart>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
        where TStart : struct, IOperandForm
    {
        nint row1 = product.RowStep, row2 = 2 * row1, row3 = 3 * row1, row4 = 4 * row1, row5 = 5 * row1;
        var (termStep, sourceStep) = (product.TermStep, product.SourceStep);
        var (startStep, destinationStep) = (product.StartStep, product.DestinationStep);
        ref var factors = ref product.Factors;
        ref var start = ref product.Start;
        ref var destination = ref product.Destination;
        for (; tiles > 0; tiles--)
        {
            TLanes left0 = default, left1 = default, left2 = default, left3 = default, left4 = default, left5 = default;
            TLanes right0 = default, right1 = default, right2 = default, right3 = default, right4 = default, right5 = default;
            ref var factor = ref factors;
            ref var source = ref product.Source;
            for (var term = terms; term > 0; term--)
            {
                var left = TLanes.Load(in source, 0);
                var right = TLanes.Load(in source, TLanes.Count);
                AddTerm(factor, left, right, ref left0, ref right0);
                if (TRows.Value > 1)
                    AddTerm(Unsafe.Add(ref factor, row1), left, right, ref left1, ref right1);
                if (TRows.Value > 2)
                    AddTerm(Unsafe.Add(ref factor, row2), left, right, ref left2, ref right2);
                if (TRows.Value > 3)
                    AddTerm(Unsafe.Add(ref factor, row3), left, right, ref left3, ref right3);
                if (TRows.Value > 4)
                    AddTerm(Unsafe.Add(ref factor, row4), left, right, ref left4, ref right4);
                if (TRows.Value > 5)
                    AddTerm(Unsafe.Add(ref factor, row5), left, right, ref left5, ref right5);
                source = ref Unsafe.Add(ref source, sourceStep);
                factor = ref Unsafe.Add(ref factor, termStep);
            }

            WriteRow<TStart, TLanes>(0, left0, right0, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 1)
                WriteRow<TStart, TLanes>(1, left1, right1, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 2)
                WriteRow<TStart, TLanes>(2, left2, right2, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 3)
                WriteRow<TStart, TLanes>(3, left3, right3, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 4)
                WriteRow<TStart, TLanes>(4, left4, right4, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 5)
                WriteRow<TStart, TLanes>(5, left5, right5, ref start, startStep, ref destination, destinationStep);
            factors = ref Unsafe.Add(ref factors, TRows.Value * row1);
            start = ref Unsafe.Add(ref start, TRows.Value * startStep);
            destination = ref Unsafe.Add(ref destination, TRows.Value * destinationStep);
        }
    }

    static void WriteSingleTiles<TRows, TLanes>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        if (product.SpreadsStart)
            WriteSingleTiles<TRows, TLanes, Spread>(product, terms, tiles);
        else
            WriteSingleTiles<TRows, TLanes, Contiguous>(product, terms, tiles);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void WriteSingleTiles<TRows, TLanes, TStart>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
        where TStart : struct, IOperandForm
    {
        nint row1 = product.RowStep, row2 = 2 * row1, row3 = 3 * row1;
        var (termStep, sourceStep) = (product.TermStep, product.SourceStep);
        var (startStep, destinationStep) = (product.StartStep, product.DestinationStep);
        ref var factors = ref product.Factors;
        ref var start = ref product.Start;
        ref var destination = ref product.Destination;
        for (; tiles > 0; tiles--)
        {
            TLanes sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            TLanes sum4 = default, sum5 = default, sum6 = default, sum7 = default;
            ref var factor = ref factors;
            ref var lower = ref TRows.Value > 4 ? ref Unsafe.Add(ref factors, 4 * row1) : ref factors;
            ref var source = ref product.Source;
            for (var term = terms; term > 0; term--)
            {
                var values = TLanes.Load(in source, 0);
                AddTerm(factor, values, ref sum0);
                if (TRows.Value > 1)
                    AddTerm(Unsafe.Add(ref factor, row1), values, ref sum1);
                if (TRows.Value > 2)
                    AddTerm(Unsafe.Add(ref factor, row2), values, ref sum2);
                if (TRows.Value > 3)
                    AddTerm(Unsafe.Add(ref factor, row3), values, ref sum3);
                if (TRows.Value > 4)
                    AddTerm(lower, values, ref sum4);
                if (TRows.Value > 5)
                    AddTerm(Unsafe.Add(ref lower, row1), values, ref sum5);
                if (TRows.Value > 6)
                    AddTerm(Unsafe.Add(ref lower, row2), values, ref sum6);
                if (TRows.Value > 7)
                    AddTerm(Unsafe.Add(ref lower, row3), values, ref sum7);
                source = ref Unsafe.Add(ref source, sourceStep);
                factor = ref Unsafe.Add(ref factor, termStep);
                lower = ref Unsafe.Add(ref lower, termStep);
            }

            WriteRow<TStart, TLanes>(0, sum0, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 1)
                WriteRow<TStart, TLanes>(1, sum1, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 2)
                WriteRow<TStart, TLanes>(2, sum2, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 3)
                WriteRow<TStart, TLanes>(3, sum3, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 4)
                WriteRow<TStart, TLanes>(4, sum4, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 5)
                WriteRow<TStart, TLanes>(5, sum5, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 6)
                WriteRow<TStart, TLanes>(6, sum6, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 7)
                WriteRow<TStart, TLanes>(7, sum7, ref start, startStep, ref destination, destinationStep);
            factors = ref Unsafe.Add(ref factors, TRows.Value * row1);
            start = ref Unsafe.Add(ref start, TRows.Value * startStep);
            destination = ref Unsafe.Add(ref destination, TRows.Value * destinationStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTerm<TLanes>(float factor, TLanes left, TLanes right, ref TLanes leftSum, ref TLanes rightSum)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var spread = TLanes.All(factor);
        leftSum = TLanes.MultiplyAdd(spread, left, leftSum);
        rightSum = TLanes.MultiplyAdd(spread, right, rightSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTerm<TLanes>(float factor, TLanes values, ref TLanes sum)
        where TLanes : struct, IVectorLanes<TLanes> => sum = TLanes.MultiplyAdd(TLanes.All(factor), values, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void WriteRow<TStart, TLanes>(
        nint row, TLanes left, TLanes right, ref float start, nint startStep, ref float destination, nint destinationStep)
        where TStart : struct, IOperandForm
        where TLanes : struct, IVectorLanes<TLanes>
    {
        ref var from = ref Unsafe.Add(ref start, row * startStep);
        ref var to = ref Unsafe.Add(ref destination, row * destinationStep);
        (TStart.Load<TLanes>(in from, 0, 0) + left).Store(ref to, 0);
        (TStart.Load<TLanes>(in from, 0, TLanes.Count) + right).Store(ref to, TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void WriteRow<TStart, TLanes>(
        nint row, TLanes sum, ref float start, nint startStep, ref float destination, nint destinationStep)
        where TStart : struct, IOperandForm
        where TLanes : struct, IVectorLanes<TLanes> =>
        (TStart.Load<TLanes>(in start, row * startStep, 0) + sum).Store(ref destination, row * destinationStep);
}
