namespace LiquidNet.Kernels;

/// <summary>A row, times a number, that is added to another.</summary>
/// <param name="Row">The row that is added to.</param>
/// <param name="Source">Where the row begins that is added.</param>
/// <param name="Coefficient">Which number it is multiplied by.</param>
readonly record struct RowTerm(int Row, int Source, int Coefficient);
