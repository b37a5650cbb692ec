using System.Runtime.CompilerServices;

namespace LiquidNet.Kernels;

/// <summary>
/// Operands of a product <c>destination[r, c] += sum_slot sum_i rows[slot, r, i] * columns[slot, c, i]</c>; all steps are
/// in floats.
/// </summary>
internal readonly ref struct DotProduct(
    ref float rows, nint rowStep, nint rowSlotStep, ref float columns, nint columnStep, nint columnSlotStep,
    int slots, int length, ref float destination, nint destinationStep)
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

    /// <summary>Pieces of a dot product.</summary>
    public readonly int Slots = slots;

    /// <summary>Numbers in a piece, side by side.</summary>
    public readonly int Length = length;

    /// <summary>From a row of the result to the next; columns lie side by side.</summary>
    public readonly nint DestinationStep = destinationStep;

    /// <summary>The same product from another row and column on.</summary>
    public DotProduct From(nint row, nint column) => new(
        ref Unsafe.Add(ref Rows, row * RowStep), RowStep, RowSlotStep,
        ref Unsafe.Add(ref Columns, column * ColumnStep), ColumnStep, ColumnSlotStep,
        Slots, Length, ref Unsafe.Add(ref Destination, row * DestinationStep + column), DestinationStep);
}
