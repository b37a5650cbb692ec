using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels.Products;

/// <summary>
/// Operands of a product <c>destination[r, c] += sum_slot sum_i rows[slot, r, i] * columns[slot, c, i]</c>; all steps are
/// in floats.
/// </summary>
readonly ref struct DotProduct(
    ref float rows, nint rowStep, nint rowSlotStep, ref float columns, nint columnStep, nint columnSlotStep,
    int length, ref float destination, nint destinationStep)
{
    /// <summary>The first row's first number.</summary>
    public readonly ref float Rows = ref rows;

    /// <summary>The first column's first number.</summary>
    public readonly ref float Columns = ref columns;

    /// <summary>The result of row 0, column 0.</summary>
    public readonly ref float Destination = ref destination;

    /// <summary>From a row to the next.</summary>
    public readonly nint RowStep = rowStep;

    /// <summary>From a row to its continuation in the next slot.</summary>
    public readonly nint RowSlotStep = rowSlotStep;

    /// <summary>From a column to the next.</summary>
    public readonly nint ColumnStep = columnStep;

    /// <summary>From a column to its continuation in the next slot; zero when all slots share it.</summary>
    public readonly nint ColumnSlotStep = columnSlotStep;

    /// <summary>From a row of the result to the next; its columns lie side by side.</summary>
    public readonly nint DestinationStep = destinationStep;

    /// <summary>Numbers of a row or column in one slot, side by side.</summary>
    public readonly int Length = length;

    /// <summary>The same product from another slot, row and column on.</summary>
    public DotProduct From(nint slot, nint row, nint column) => new(
        ref Unsafe.Add(ref Rows, slot * RowSlotStep + row * RowStep), RowStep, RowSlotStep,
        ref Unsafe.Add(ref Columns, slot * ColumnSlotStep + column * ColumnStep), ColumnStep, ColumnSlotStep,
        Length, ref Unsafe.Add(ref Destination, row * DestinationStep + column), DestinationStep);
}
