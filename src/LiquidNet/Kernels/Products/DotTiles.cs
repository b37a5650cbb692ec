using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LiquidNet.Kernels.Lanes;
using static LiquidNet.Kernels.Products.TileSize;

namespace LiquidNet.Kernels.Products;

/// <summary>
/// Matrix product whose vectors lie along the sum: many dot products of long rows, each summed across its vector once, at
/// the end.
/// </summary>
/// <remarks>
/// Twelve sums stay in registers, three rows by four columns, for seven loads. A dot product may run over several slots:
/// pieces of equal length, a step apart.
/// </remarks>
static class DotTiles
{
    const int TileRows = 3;
    const int TileColumns = 4;

    /// <summary>Floats of a row summed in one go, so that seven rows fit the first cache.</summary>
    const int LengthAtOnce = 512;

    /// <summary>Floats of columns that stay in the first cache while rows pass over them.</summary>
    const int ColumnFloatsAtOnce = 4096;

    /// <summary>Floats of rows that stay in the second cache while columns pass over them.</summary>
    const int RowFloatsAtOnce = 65536;

    /// <summary>Rows from which on it pays to copy the columns.</summary>
    const int CopyingRows = 64;

    /// <summary>Adds the product to its destination.</summary>
    public static void Add(scoped in DotProduct product, int slots, int rows, int columns)
    {
        var slotsAtOnce = Math.Clamp(LengthAtOnce / product.Length, 1, slots);
        var rowsAtOnce = Math.Max(TileRows, RowFloatsAtOnce / (slotsAtOnce * product.Length));
        var columnsAtOnce = Math.Max(1, ColumnFloatsAtOnce / (slotsAtOnce * product.Length * TileColumns)) * TileColumns;
        for (var slot = 0; slot < slots; slot += slotsAtOnce)
        {
            var slotCount = Math.Min(slotsAtOnce, slots - slot);
            for (var row = 0; row < rows; row += rowsAtOnce)
            {
                var rowCount = Math.Min(rowsAtOnce, rows - row);
                for (var column = 0; column < columns; column += columnsAtOnce)
                {
                    var part = product.From(slot, row, column);
                    var columnCount = Math.Min(columnsAtOnce, columns - column);
                    if (slotCount > 1 && rowCount >= CopyingRows)
                        AddRowsToCopiedColumns(part, slotCount, rowCount, columnCount);
                    else
                        AddRows(part, slotCount, rowCount, columnCount);
                }
            }
        }
    }

    /// <summary>
    /// Copies the columns side by side first: slots are often a multiple of a cache's size apart, and then evict each other.
    /// </summary>
    static void AddRowsToCopiedColumns(scoped in DotProduct product, int slots, int rows, int columns)
    {
        Debug.Assert(product.ColumnStep == product.Length, "Columns of a slot lie side by side.");
        Span<float> copies = stackalloc float[ColumnFloatsAtOnce];
        var length = columns * product.Length;
        for (var slot = 0; slot < slots; slot++)
            MemoryMarshal.CreateReadOnlySpan(ref product.From(slot, 0, 0).Columns, length).CopyTo(copies.Slice(slot * length, length));

        AddRows(
            new DotProduct(
                ref product.Rows, product.RowStep, product.RowSlotStep, ref copies[0], product.ColumnStep, length, product.Length,
                ref product.Destination, product.DestinationStep),
            slots, rows, columns);
    }

    /// <summary>Rows are dealt out evenly, so that four become 2 + 2 and not 3 + 1.</summary>
    static void AddRows(scoped in DotProduct product, int slots, int rows, int columns)
    {
        var tiles = (rows + TileRows - 1) / TileRows;
        var (height, taller) = Math.DivRem(rows, tiles);
        for (var row = 0; tiles > 0; tiles--, taller--)
        {
            var tileRows = taller > 0 ? height + 1 : height;
            switch (tileRows)
            {
                case 1:
                    AddColumns<One>(product.From(0, row, 0), slots, columns);
                    break;
                case 2:
                    AddColumns<Two>(product.From(0, row, 0), slots, columns);
                    break;
                default:
                    AddColumns<Three>(product.From(0, row, 0), slots, columns);
                    break;
            }

            row += tileRows;
        }
    }

    /// <summary>Rows that a wide vector leaves a rest of, which would be added number by number, take narrow ones.</summary>
    static void AddColumns<TRows>(scoped in DotProduct product, int slots, int columns)
        where TRows : struct, ITileSize
    {
        if (WideVector.IsSupported && product.Length % WideVector.Count == 0)
            AddColumns<TRows, WideVector>(product, slots, columns);
        else
            AddColumns<TRows, LaneVector>(product, slots, columns);
    }

    static void AddColumns<TRows, TLanes>(scoped in DotProduct product, int slots, int columns)
        where TRows : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var column = 0;
        for (; column <= columns - TileColumns; column += TileColumns)
            AddTile<TRows, Four, TLanes>(product, slots, column);

        switch (columns - column)
        {
            case 1:
                AddTile<TRows, One, TLanes>(product, slots, column);
                break;
            case 2:
                AddTile<TRows, Two, TLanes>(product, slots, column);
                break;
            case 3:
                AddTile<TRows, Three, TLanes>(product, slots, column);
                break;
            default:
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void AddTile<TRows, TColumns, TLanes>(scoped in DotProduct product, int slots, nint firstColumn)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        TLanes sum00 = default, sum01 = default, sum02 = default, sum03 = default;
        TLanes sum10 = default, sum11 = default, sum12 = default, sum13 = default;
        TLanes sum20 = default, sum21 = default, sum22 = default, sum23 = default;
        nint row1 = product.RowStep, row2 = 2 * row1;
        nint column1 = product.ColumnStep, column2 = 2 * column1, column3 = 3 * column1;
        var length = product.Length / TLanes.Count * TLanes.Count;
        nint rowGap = product.RowSlotStep - length, columnGap = product.ColumnSlotStep - length;
        ref var row = ref product.Rows;
        ref var column = ref Unsafe.Add(ref product.Columns, firstColumn * column1);
        for (var slotsLeft = slots; slotsLeft > 0; slotsLeft--)
        {
            for (var left = length; left > 0; left -= TLanes.Count)
            {
                var values0 = TLanes.Load(in row, 0);
                var values1 = TRows.Value > 1 ? TLanes.Load(in row, row1) : default;
                var values2 = TRows.Value > 2 ? TLanes.Load(in row, row2) : default;
                AddTerms<TRows, TLanes>(ref column, values0, values1, values2, ref sum00, ref sum10, ref sum20);
                if (TColumns.Value > 1)
                {
                    AddTerms<TRows, TLanes>(
                        ref Unsafe.Add(ref column, column1), values0, values1, values2, ref sum01, ref sum11, ref sum21);
                }

                if (TColumns.Value > 2)
                {
                    AddTerms<TRows, TLanes>(
                        ref Unsafe.Add(ref column, column2), values0, values1, values2, ref sum02, ref sum12, ref sum22);
                }

                if (TColumns.Value > 3)
                {
                    AddTerms<TRows, TLanes>(
                        ref Unsafe.Add(ref column, column3), values0, values1, values2, ref sum03, ref sum13, ref sum23);
                }

                row = ref Unsafe.Add(ref row, TLanes.Count);
                column = ref Unsafe.Add(ref column, TLanes.Count);
            }

            row = ref Unsafe.Add(ref row, rowGap);
            column = ref Unsafe.Add(ref column, columnGap);
        }

        ref var destination = ref Unsafe.Add(ref product.Destination, firstColumn);
        var step = product.DestinationStep;
        AddSums<TColumns, TLanes>(sum00, sum01, sum02, sum03, ref destination);
        if (TRows.Value > 1)
            AddSums<TColumns, TLanes>(sum10, sum11, sum12, sum13, ref Unsafe.Add(ref destination, step));
        if (TRows.Value > 2)
            AddSums<TColumns, TLanes>(sum20, sum21, sum22, sum23, ref Unsafe.Add(ref destination, 2 * step));
        if (length < product.Length)
            AddRemainder(product.From(0, 0, firstColumn), slots, TRows.Value, TColumns.Value);
    }

    /// <summary>The end of every row that fills no vector; also rows of eight lanes where vectors are wider than that.</summary>
    static void AddRemainder(scoped in DotProduct product, int slots, int rows, int columns)
    {
        nint first = product.Length / Vector<float>.Count * Vector<float>.Count;
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++)
            {
                var part = product.From(0, row, column);
                var sum = 0f;
                for (nint slot = 0; slot < slots; slot++)
                {
                    ref var x = ref Unsafe.Add(ref part.Rows, slot * part.RowSlotStep);
                    ref var y = ref Unsafe.Add(ref part.Columns, slot * part.ColumnSlotStep);
                    for (var i = first; i < part.Length; i++)
                        sum = float.MultiplyAddEstimate(Unsafe.Add(ref x, i), Unsafe.Add(ref y, i), sum);
                }

                part.Destination += sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTerms<TRows, TLanes>(
        ref float column, TLanes values0, TLanes values1, TLanes values2, ref TLanes sum0, ref TLanes sum1, ref TLanes sum2)
        where TRows : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var factors = TLanes.Load(in column, 0);
        sum0 = TLanes.MultiplyAdd(factors, values0, sum0);
        if (TRows.Value > 1)
            sum1 = TLanes.MultiplyAdd(factors, values1, sum1);
        if (TRows.Value > 2)
            sum2 = TLanes.MultiplyAdd(factors, values2, sum2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddSums<TColumns, TLanes>(TLanes sum0, TLanes sum1, TLanes sum2, TLanes sum3, ref float destination)
        where TColumns : struct, ITileSize
        where TLanes : struct, IVectorLanes<TLanes>
    {
        var sums = HorizontalSums.Of(sum0.Folded, sum1.Folded, sum2.Folded, sum3.Folded);
        if (TColumns.Value == 4)
        {
            (Vector128.LoadUnsafe(ref destination) + sums).StoreUnsafe(ref destination);
            return;
        }

        destination += sums[0];
        if (TColumns.Value > 1)
            Unsafe.Add(ref destination, 1) += sums[1];
        if (TColumns.Value > 2)
            Unsafe.Add(ref destination, 2) += sums[2];
    }
}
