using System.Numerics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;

namespace LiquidNet.Kernels.Products;

/// <content>The tiles themselves: sums that stay in registers while the terms pass by.</content>
static partial class BroadcastTiles
{
    static void WritePairTiles<TRows>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
    {
        if (product.SpreadsStart)
            WritePairTiles<TRows, Spread>(product, terms, tiles);
        else
            WritePairTiles<TRows, Contiguous>(product, terms, tiles);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void WritePairTiles<TRows, TStart>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
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
            Vector<float> left0 = default, left1 = default, left2 = default, left3 = default, left4 = default, left5 = default;
            Vector<float> right0 = default, right1 = default, right2 = default, right3 = default, right4 = default, right5 = default;
            ref var factor = ref factors;
            ref var source = ref product.Source;
            for (var term = terms; term > 0; term--)
            {
                var left = Vector.LoadUnsafe(ref source);
                var right = Vector.LoadUnsafe(ref source, (nuint)Vector<float>.Count);
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

            WriteRow<TStart>(0, left0, right0, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 1)
                WriteRow<TStart>(1, left1, right1, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 2)
                WriteRow<TStart>(2, left2, right2, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 3)
                WriteRow<TStart>(3, left3, right3, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 4)
                WriteRow<TStart>(4, left4, right4, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 5)
                WriteRow<TStart>(5, left5, right5, ref start, startStep, ref destination, destinationStep);
            factors = ref Unsafe.Add(ref factors, TRows.Value * row1);
            start = ref Unsafe.Add(ref start, TRows.Value * startStep);
            destination = ref Unsafe.Add(ref destination, TRows.Value * destinationStep);
        }
    }

    static void WriteSingleTiles<TRows>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
    {
        if (product.SpreadsStart)
            WriteSingleTiles<TRows, Spread>(product, terms, tiles);
        else
            WriteSingleTiles<TRows, Contiguous>(product, terms, tiles);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void WriteSingleTiles<TRows, TStart>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
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
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            Vector<float> sum4 = default, sum5 = default, sum6 = default, sum7 = default;
            ref var factor = ref factors;
            ref var lower = ref TRows.Value > 4 ? ref Unsafe.Add(ref factors, 4 * row1) : ref factors;
            ref var source = ref product.Source;
            for (var term = terms; term > 0; term--)
            {
                var values = Vector.LoadUnsafe(ref source);
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

            WriteRow<TStart>(0, sum0, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 1)
                WriteRow<TStart>(1, sum1, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 2)
                WriteRow<TStart>(2, sum2, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 3)
                WriteRow<TStart>(3, sum3, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 4)
                WriteRow<TStart>(4, sum4, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 5)
                WriteRow<TStart>(5, sum5, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 6)
                WriteRow<TStart>(6, sum6, ref start, startStep, ref destination, destinationStep);
            if (TRows.Value > 7)
                WriteRow<TStart>(7, sum7, ref start, startStep, ref destination, destinationStep);
            factors = ref Unsafe.Add(ref factors, TRows.Value * row1);
            start = ref Unsafe.Add(ref start, TRows.Value * startStep);
            destination = ref Unsafe.Add(ref destination, TRows.Value * destinationStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTerm(
        float factor, Vector<float> left, Vector<float> right, ref Vector<float> leftSum, ref Vector<float> rightSum)
    {
        var spread = new Vector<float>(factor);
        leftSum = Vector.MultiplyAddEstimate(spread, left, leftSum);
        rightSum = Vector.MultiplyAddEstimate(spread, right, rightSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTerm(float factor, Vector<float> values, ref Vector<float> sum) =>
        sum = Vector.MultiplyAddEstimate(new Vector<float>(factor), values, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void WriteRow<TStart>(
        nint row, Vector<float> left, Vector<float> right, ref float start, nint startStep, ref float destination, nint destinationStep)
        where TStart : struct, IOperandForm
    {
        ref var from = ref Unsafe.Add(ref start, row * startStep);
        ref var to = ref Unsafe.Add(ref destination, row * destinationStep);
        (TStart.Load<LaneVector>(in from, 0, 0).Value + left).StoreUnsafe(ref to);
        (TStart.Load<LaneVector>(in from, 0, Vector<float>.Count).Value + right).StoreUnsafe(ref to, (nuint)Vector<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void WriteRow<TStart>(
        nint row, Vector<float> sum, ref float start, nint startStep, ref float destination, nint destinationStep)
        where TStart : struct, IOperandForm =>
        (TStart.Load<LaneVector>(in start, row * startStep, 0).Value + sum)
            .StoreUnsafe(ref Unsafe.Add(ref destination, row * destinationStep));
}
