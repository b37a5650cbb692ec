using System.Numerics;
using System.Runtime.CompilerServices;
using static LiquidNet.Kernels.TileSize;

namespace LiquidNet.Kernels;

/// <summary>Matrix product whose vectors lie along the sum: many dot products of long rows, each summed across its vector once, at the end.</summary>
/// <remarks>
/// Twelve sums stay in registers, four rows by three columns, for seven loads. A dot product may run over several
/// slots: pieces of equal length, a stride apart.
/// </remarks>
internal static class DotTiles
{
    private const int TileRows = 4;
    private const int TileColumns = 3;

    /// <summary>Floats of the columns' side that stay in the first cache while the rows pass over them.</summary>
    private const int FloatsAtOnce = 4096;

    /// <summary>Adds to <c>destination[r, c]</c> the dot product of row <c>r</c> of the one and row <c>c</c> of the other.</summary>
    public static void Add(scoped in DotProduct product, int rows, int columns)
    {
        var columnsAtOnce = Math.Max(TileColumns, FloatsAtOnce / (product.Slots * product.Length) / TileColumns * TileColumns);
        for (var column = 0; column < columns; column += columnsAtOnce)
        {
            AddRows(product.From(0, column), rows, Math.Min(columnsAtOnce, columns - column));
        }
    }

    private static void AddRows(scoped in DotProduct product, int rows, int columns)
    {
        var row = 0;
        for (; row <= rows - TileRows; row += TileRows)
        {
            AddColumns<Four>(product.From(row, 0), columns);
        }

        switch (rows - row)
        {
            case 1: AddColumns<One>(product.From(row, 0), columns); break;
            case 2: AddColumns<Two>(product.From(row, 0), columns); break;
            case 3: AddColumns<Three>(product.From(row, 0), columns); break;
            default: break;
        }
    }

    private static void AddColumns<TRows>(scoped in DotProduct product, int columns)
        where TRows : struct, ITileSize
    {
        var column = 0;
        for (; column <= columns - TileColumns; column += TileColumns)
        {
            AddTile<TRows, Three>(product.From(0, column));
        }

        switch (columns - column)
        {
            case 1: AddTile<TRows, One>(product.From(0, column)); break;
            case 2: AddTile<TRows, Two>(product.From(0, column)); break;
            default: break;
        }
    }

    private static void AddTile<TRows, TColumns>(scoped in DotProduct product)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
    {
        Vector<float> sum00 = default, sum01 = default, sum02 = default, sum10 = default, sum11 = default, sum12 = default;
        Vector<float> sum20 = default, sum21 = default, sum22 = default, sum30 = default, sum31 = default, sum32 = default;
        nint row1 = product.RowStep, row2 = 2 * row1, row3 = 3 * row1, column1 = product.ColumnStep, column2 = 2 * column1;
        ref var rowSlot = ref product.Rows;
        ref var columnSlot = ref product.Columns;
        for (var slot = product.Slots; slot > 0; slot--)
        {
            ref var row = ref rowSlot;
            ref var column = ref columnSlot;
            for (var left = product.Length; left >= Vector<float>.Count; left -= Vector<float>.Count)
            {
                var values0 = Vector.LoadUnsafe(ref column);
                var values1 = TColumns.Value > 1 ? Vector.LoadUnsafe(ref Unsafe.Add(ref column, column1)) : default;
                var values2 = TColumns.Value > 2 ? Vector.LoadUnsafe(ref Unsafe.Add(ref column, column2)) : default;
                AddTerms<TColumns>(ref row, values0, values1, values2, ref sum00, ref sum01, ref sum02);
                if (TRows.Value > 1) AddTerms<TColumns>(ref Unsafe.Add(ref row, row1), values0, values1, values2, ref sum10, ref sum11, ref sum12);
                if (TRows.Value > 2) AddTerms<TColumns>(ref Unsafe.Add(ref row, row2), values0, values1, values2, ref sum20, ref sum21, ref sum22);
                if (TRows.Value > 3) AddTerms<TColumns>(ref Unsafe.Add(ref row, row3), values0, values1, values2, ref sum30, ref sum31, ref sum32);
                row = ref Unsafe.Add(ref row, Vector<float>.Count);
                column = ref Unsafe.Add(ref column, Vector<float>.Count);
            }

            rowSlot = ref Unsafe.Add(ref rowSlot, product.RowSlotStep);
            columnSlot = ref Unsafe.Add(ref columnSlot, product.ColumnSlotStep);
        }

        AddSums<TColumns>(product, 0, sum00, sum01, sum02);
        if (TRows.Value > 1) AddSums<TColumns>(product, 1, sum10, sum11, sum12);
        if (TRows.Value > 2) AddSums<TColumns>(product, 2, sum20, sum21, sum22);
        if (TRows.Value > 3) AddSums<TColumns>(product, 3, sum30, sum31, sum32);
        if (product.Length % Vector<float>.Count != 0)
        {
            AddRemainder(product, TRows.Value, TColumns.Value);
        }
    }

    /// <summary>The end of every row that fills no vector.</summary>
    private static void AddRemainder(scoped in DotProduct product, int rows, int columns)
    {
        nint first = product.Length - product.Length % Vector<float>.Count;
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++)
            {
                var sum = 0f;
                for (nint slot = 0; slot < product.Slots; slot++)
                {
                    ref var x = ref Unsafe.Add(ref product.Rows, row * product.RowStep + slot * product.RowSlotStep);
                    ref var y = ref Unsafe.Add(ref product.Columns, column * product.ColumnStep + slot * product.ColumnSlotStep);
                    for (var i = first; i < product.Length; i++)
                    {
                        sum = float.MultiplyAddEstimate(Unsafe.Add(ref x, i), Unsafe.Add(ref y, i), sum);
                    }
                }

                Unsafe.Add(ref product.Destination, row * product.DestinationStep + column) += sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTerms<TColumns>(
        ref float row, Vector<float> values0, Vector<float> values1, Vector<float> values2,
        ref Vector<float> sum0, ref Vector<float> sum1, ref Vector<float> sum2)
        where TColumns : struct, ITileSize
    {
        var factors = Vector.LoadUnsafe(ref row);
        sum0 = Vector.MultiplyAddEstimate(factors, values0, sum0);
        if (TColumns.Value > 1) sum1 = Vector.MultiplyAddEstimate(factors, values1, sum1);
        if (TColumns.Value > 2) sum2 = Vector.MultiplyAddEstimate(factors, values2, sum2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSums<TColumns>(
        scoped in DotProduct product, nint row, Vector<float> sum0, Vector<float> sum1, Vector<float> sum2)
        where TColumns : struct, ITileSize
    {
        ref var destination = ref Unsafe.Add(ref product.Destination, row * product.DestinationStep);
        destination += Vector.Sum(sum0);
        if (TColumns.Value > 1) Unsafe.Add(ref destination, 1) += Vector.Sum(sum1);
        if (TColumns.Value > 2) Unsafe.Add(ref destination, 2) += Vector.Sum(sum2);
    }
}
