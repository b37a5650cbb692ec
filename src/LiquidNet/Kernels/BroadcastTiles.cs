using System.Numerics;
using System.Runtime.CompilerServices;
using static LiquidNet.Kernels.TileSize;

namespace LiquidNet.Kernels;

/// <summary>
/// Matrix product whose vectors lie along the columns of the result: a factor is one number spread over a vector, and
/// nothing is ever summed across a vector.
/// </summary>
/// <remarks>
/// Twelve sums stay in registers, six rows by two vectors: the most that sixteen vector registers hold beside the operands.
/// Of single vectors it is eight rows, enough to hide the time that an addition takes; more would read more rows of factors
/// at once than a cache has ways, which hurts where they are a power of two apart. Rows are dealt out evenly, so that 19
/// become 5 + 5 + 5 + 4 and not 6 + 6 + 6 + 1.
/// </remarks>
internal static class BroadcastTiles
{
    private const int PairRows = 6;
    private const int SingleRows = 8;

    /// <summary>Terms summed in one go: their sources stay in the first cache while the rows pass over them.</summary>
    private const int TermsAtOnce = 256;

    /// <summary>Adds the product to its destination.</summary>
    public static void Add(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        for (var term = 0; term < terms; term += TermsAtOnce)
        {
            AddColumns(product.From(0, term, 0), Math.Min(TermsAtOnce, terms - term), rows, columns);
        }
    }

    private static void AddColumns(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        var column = 0;
        for (; column <= columns - 2 * Vector<float>.Count; column += 2 * Vector<float>.Count)
        {
            AddPairs(product.From(0, 0, column), terms, rows);
        }

        if (column <= columns - Vector<float>.Count)
        {
            AddSingles(product.From(0, 0, column), terms, rows);
            column += Vector<float>.Count;
        }

        if (column < columns)
        {
            AddRemainder(product, terms, rows, columns);
        }
    }

    private static void AddPairs(scoped in BroadcastProduct product, int terms, int rows)
    {
        var tiles = (rows + PairRows - 1) / PairRows;
        var (height, taller) = Math.DivRem(rows, tiles);
        AddPairs(product, terms, height + 1, taller);
        AddPairs(product.From(taller * (height + 1), 0, 0), terms, height, tiles - taller);
    }

    private static void AddPairs(scoped in BroadcastProduct product, int terms, int height, int tiles)
    {
        switch (height)
        {
            case 1: AddPairTiles<One>(product, terms, tiles); break;
            case 2: AddPairTiles<Two>(product, terms, tiles); break;
            case 3: AddPairTiles<Three>(product, terms, tiles); break;
            case 4: AddPairTiles<Four>(product, terms, tiles); break;
            case 5: AddPairTiles<Five>(product, terms, tiles); break;
            case 6: AddPairTiles<Six>(product, terms, tiles); break;
            default: break;
        }
    }

    private static void AddSingles(scoped in BroadcastProduct product, int terms, int rows)
    {
        var tiles = (rows + SingleRows - 1) / SingleRows;
        var (height, taller) = Math.DivRem(rows, tiles);
        AddSingles(product, terms, height + 1, taller);
        AddSingles(product.From(taller * (height + 1), 0, 0), terms, height, tiles - taller);
    }

    private static void AddSingles(scoped in BroadcastProduct product, int terms, int height, int tiles)
    {
        switch (height)
        {
            case 1: AddSingleTiles<One>(product, terms, tiles); break;
            case 2: AddSingleTiles<Two>(product, terms, tiles); break;
            case 3: AddSingleTiles<Three>(product, terms, tiles); break;
            case 4: AddSingleTiles<Four>(product, terms, tiles); break;
            case 5: AddSingleTiles<Five>(product, terms, tiles); break;
            case 6: AddSingleTiles<Six>(product, terms, tiles); break;
            case 7: AddSingleTiles<Seven>(product, terms, tiles); break;
            case 8: AddSingleTiles<Eight>(product, terms, tiles); break;
            default: break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddPairTiles<TRows>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
    {
        nint row1 = product.RowStep, row2 = 2 * row1, row3 = 3 * row1, row4 = 4 * row1, row5 = 5 * row1;
        var (termStep, sourceStep, destinationStep) = (product.TermStep, product.SourceStep, product.DestinationStep);
        ref var factors = ref product.Factors;
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
                if (TRows.Value > 1) AddTerm(Unsafe.Add(ref factor, row1), left, right, ref left1, ref right1);
                if (TRows.Value > 2) AddTerm(Unsafe.Add(ref factor, row2), left, right, ref left2, ref right2);
                if (TRows.Value > 3) AddTerm(Unsafe.Add(ref factor, row3), left, right, ref left3, ref right3);
                if (TRows.Value > 4) AddTerm(Unsafe.Add(ref factor, row4), left, right, ref left4, ref right4);
                if (TRows.Value > 5) AddTerm(Unsafe.Add(ref factor, row5), left, right, ref left5, ref right5);
                source = ref Unsafe.Add(ref source, sourceStep);
                factor = ref Unsafe.Add(ref factor, termStep);
            }

            AddPair(left0, right0, ref destination);
            if (TRows.Value > 1) AddPair(left1, right1, ref Unsafe.Add(ref destination, destinationStep));
            if (TRows.Value > 2) AddPair(left2, right2, ref Unsafe.Add(ref destination, 2 * destinationStep));
            if (TRows.Value > 3) AddPair(left3, right3, ref Unsafe.Add(ref destination, 3 * destinationStep));
            if (TRows.Value > 4) AddPair(left4, right4, ref Unsafe.Add(ref destination, 4 * destinationStep));
            if (TRows.Value > 5) AddPair(left5, right5, ref Unsafe.Add(ref destination, 5 * destinationStep));
            factors = ref Unsafe.Add(ref factors, TRows.Value * row1);
            destination = ref Unsafe.Add(ref destination, TRows.Value * destinationStep);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddSingleTiles<TRows>(scoped in BroadcastProduct product, int terms, int tiles)
        where TRows : struct, ITileSize
    {
        nint row1 = product.RowStep, row2 = 2 * row1, row3 = 3 * row1;
        var (termStep, sourceStep, destinationStep) = (product.TermStep, product.SourceStep, product.DestinationStep);
        ref var factors = ref product.Factors;
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
                if (TRows.Value > 1) AddTerm(Unsafe.Add(ref factor, row1), values, ref sum1);
                if (TRows.Value > 2) AddTerm(Unsafe.Add(ref factor, row2), values, ref sum2);
                if (TRows.Value > 3) AddTerm(Unsafe.Add(ref factor, row3), values, ref sum3);
                if (TRows.Value > 4) AddTerm(lower, values, ref sum4);
                if (TRows.Value > 5) AddTerm(Unsafe.Add(ref lower, row1), values, ref sum5);
                if (TRows.Value > 6) AddTerm(Unsafe.Add(ref lower, row2), values, ref sum6);
                if (TRows.Value > 7) AddTerm(Unsafe.Add(ref lower, row3), values, ref sum7);
                source = ref Unsafe.Add(ref source, sourceStep);
                factor = ref Unsafe.Add(ref factor, termStep);
                lower = ref Unsafe.Add(ref lower, termStep);
            }

            AddSingle(sum0, ref destination);
            if (TRows.Value > 1) AddSingle(sum1, ref Unsafe.Add(ref destination, destinationStep));
            if (TRows.Value > 2) AddSingle(sum2, ref Unsafe.Add(ref destination, 2 * destinationStep));
            if (TRows.Value > 3) AddSingle(sum3, ref Unsafe.Add(ref destination, 3 * destinationStep));
            if (TRows.Value > 4) AddSingle(sum4, ref Unsafe.Add(ref destination, 4 * destinationStep));
            if (TRows.Value > 5) AddSingle(sum5, ref Unsafe.Add(ref destination, 5 * destinationStep));
            if (TRows.Value > 6) AddSingle(sum6, ref Unsafe.Add(ref destination, 6 * destinationStep));
            if (TRows.Value > 7) AddSingle(sum7, ref Unsafe.Add(ref destination, 7 * destinationStep));
            factors = ref Unsafe.Add(ref factors, TRows.Value * row1);
            destination = ref Unsafe.Add(ref destination, TRows.Value * destinationStep);
        }
    }

    /// <summary>
    /// The columns that fill no vector: summed again with some before them that make a vector full, beside the destination,
    /// which then gets only its own.
    /// </summary>
    private static void AddRemainder(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        var rest = columns % Vector<float>.Count;
        if (columns < Vector<float>.Count)
        {
            AddNarrow(product, terms, rows, columns);
            return;
        }

        Span<float> sums = stackalloc float[SingleRows * Vector<float>.Count];
        for (var row = 0; row < rows; row += SingleRows)
        {
            var part = product.From(row, 0, columns - Vector<float>.Count);
            var count = Math.Min(SingleRows, rows - row);
            sums.Clear();
            AddSingles(
                new BroadcastProduct(
                    ref part.Factors, part.RowStep, part.TermStep, ref part.Source, part.SourceStep, ref sums[0], Vector<float>.Count),
                terms, count);
            for (var i = 0; i < count; i++)
            {
                for (var column = Vector<float>.Count - rest; column < Vector<float>.Count; column++)
                {
                    Unsafe.Add(ref part.Destination, i * part.DestinationStep + column) += sums[i * Vector<float>.Count + column];
                }
            }
        }
    }

    /// <summary>Fewer columns than a vector holds: few inputs of a single sample, or eight lanes where vectors are wider.</summary>
    private static void AddNarrow(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++)
            {
                var part = product.From(row, 0, column);
                var sum = 0f;
                for (nint term = 0; term < terms; term++)
                {
                    sum = float.MultiplyAddEstimate(
                        Unsafe.Add(ref part.Factors, term * part.TermStep), Unsafe.Add(ref part.Source, term * part.SourceStep), sum);
                }

                part.Destination += sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTerm(
        float factor, Vector<float> left, Vector<float> right, ref Vector<float> leftSum, ref Vector<float> rightSum)
    {
        var spread = new Vector<float>(factor);
        leftSum = Vector.MultiplyAddEstimate(spread, left, leftSum);
        rightSum = Vector.MultiplyAddEstimate(spread, right, rightSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTerm(float factor, Vector<float> values, ref Vector<float> sum) =>
        sum = Vector.MultiplyAddEstimate(new Vector<float>(factor), values, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPair(Vector<float> left, Vector<float> right, ref float destination)
    {
        AddSingle(left, ref destination);
        AddSingle(right, ref Unsafe.Add(ref destination, Vector<float>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSingle(Vector<float> sum, ref float destination) =>
        (Vector.LoadUnsafe(ref destination) + sum).StoreUnsafe(ref destination);
}
