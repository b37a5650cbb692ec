using System.Numerics;
using System.Runtime.CompilerServices;
using LiquidNet.Kernels.Lanes;
using static LiquidNet.Kernels.Products.TileSize;

namespace LiquidNet.Kernels.Products;

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
static partial class BroadcastTiles
{
    const int PairRows = 6;
    const int SingleRows = 8;

    /// <summary>Terms summed in one go: their sources stay in the first cache while the rows pass over them.</summary>
    const int TermsAtOnce = 256;

    /// <summary>Writes the product to its destination.</summary>
    public static void Write(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        WriteColumns(product, Math.Min(TermsAtOnce, terms), rows, columns);
        for (var term = TermsAtOnce; term < terms; term += TermsAtOnce)
            WriteColumns(product.After(term), Math.Min(TermsAtOnce, terms - term), rows, columns);
    }

    static void WriteColumns(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        var column = 0;
        if (WideVector.IsSupported)
            column = WriteVectors<WideVector>(product, terms, rows, columns, column);
        column = WriteVectors<LaneVector>(product, terms, rows, columns, column);
        if (column < columns)
            WriteRemainder(product, terms, rows, columns);
    }

    /// <summary>As many whole vectors of columns as fit; returns the column where they end.</summary>
    static int WriteVectors<TLanes>(scoped in BroadcastProduct product, int terms, int rows, int columns, int column)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        for (; column <= columns - 2 * TLanes.Count; column += 2 * TLanes.Count)
            WritePairs<TLanes>(product.From(0, column), terms, rows);
        if (column > columns - TLanes.Count)
            return column;
        WriteSingles<TLanes>(product.From(0, column), terms, rows);
        return column + TLanes.Count;
    }

    static void WritePairs<TLanes>(scoped in BroadcastProduct product, int terms, int rows)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var tiles = (rows + PairRows - 1) / PairRows;
        var (height, taller) = Math.DivRem(rows, tiles);
        WritePairs<TLanes>(product, terms, height + 1, taller);
        WritePairs<TLanes>(product.From(taller * (height + 1), 0), terms, height, tiles - taller);
    }

    static void WritePairs<TLanes>(scoped in BroadcastProduct product, int terms, int height, int tiles)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        switch (height)
        {
            case 1:
                WritePairTiles<One, TLanes>(product, terms, tiles);
                break;
            case 2:
                WritePairTiles<Two, TLanes>(product, terms, tiles);
                break;
            case 3:
                WritePairTiles<Three, TLanes>(product, terms, tiles);
                break;
            case 4:
                WritePairTiles<Four, TLanes>(product, terms, tiles);
                break;
            case 5:
                WritePairTiles<Five, TLanes>(product, terms, tiles);
                break;
            case 6:
                WritePairTiles<Six, TLanes>(product, terms, tiles);
                break;
            default:
                break;
        }
    }

    static void WriteSingles<TLanes>(scoped in BroadcastProduct product, int terms, int rows)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var tiles = (rows + SingleRows - 1) / SingleRows;
        var (height, taller) = Math.DivRem(rows, tiles);
        WriteSingles<TLanes>(product, terms, height + 1, taller);
        WriteSingles<TLanes>(product.From(taller * (height + 1), 0), terms, height, tiles - taller);
    }

    static void WriteSingles<TLanes>(scoped in BroadcastProduct product, int terms, int height, int tiles)
        where TLanes : struct, IVectorLanes<TLanes>
    {
        switch (height)
        {
            case 1:
                WriteSingleTiles<One, TLanes>(product, terms, tiles);
                break;
            case 2:
                WriteSingleTiles<Two, TLanes>(product, terms, tiles);
                break;
            case 3:
                WriteSingleTiles<Three, TLanes>(product, terms, tiles);
                break;
            case 4:
                WriteSingleTiles<Four, TLanes>(product, terms, tiles);
                break;
            case 5:
                WriteSingleTiles<Five, TLanes>(product, terms, tiles);
                break;
            case 6:
                WriteSingleTiles<Six, TLanes>(product, terms, tiles);
                break;
            case 7:
                WriteSingleTiles<Seven, TLanes>(product, terms, tiles);
                break;
            case 8:
                WriteSingleTiles<Eight, TLanes>(product, terms, tiles);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// The columns that fill no vector: summed again with some before them that make a vector full, beside the destination,
    /// which then gets only its own.
    /// </summary>
    static void WriteRemainder(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        var rest = columns % Vector<float>.Count;
        if (columns < Vector<float>.Count)
        {
            WriteNarrow(product, terms, rows, columns);
            return;
        }

        Span<float> sums = stackalloc float[SingleRows * Vector<float>.Count];
        for (var row = 0; row < rows; row += SingleRows)
        {
            var part = product.From(row, columns - Vector<float>.Count);
            var count = Math.Min(SingleRows, rows - row);
            sums.Clear();
            WriteSingles<LaneVector>(
                new BroadcastProduct(
                    ref part.Factors, part.RowStep, part.TermStep, ref part.Source, part.SourceStep, ref sums[0], Vector<float>.Count),
                terms, count);
            for (var i = 0; i < count; i++)
            {
                for (var column = Vector<float>.Count - rest; column < Vector<float>.Count; column++)
                {
                    Unsafe.Add(ref part.Destination, i * part.DestinationStep + column) =
                        Unsafe.Add(ref part.Start, part.SpreadsStart ? i : i * part.DestinationStep + column)
                        + sums[i * Vector<float>.Count + column];
                }
            }
        }
    }

    /// <summary>Fewer columns than a vector holds: few inputs of a single sample, or eight lanes where vectors are wider.</summary>
    static void WriteNarrow(scoped in BroadcastProduct product, int terms, int rows, int columns)
    {
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++)
            {
                var part = product.From(row, column);
                var sum = 0f;
                for (nint term = 0; term < terms; term++)
                {
                    sum = float.MultiplyAddEstimate(
                        Unsafe.Add(ref part.Factors, term * part.TermStep), Unsafe.Add(ref part.Source, term * part.SourceStep), sum);
                }

                part.Destination = part.Start + sum;
            }
        }
    }
}
