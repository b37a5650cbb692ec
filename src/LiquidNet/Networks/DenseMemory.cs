using MathNet.Numerics.LinearAlgebra;

namespace LiquidNet;

/// <summary>The numbers of matrices that a caller gives to be written to.</summary>
static class DenseMemory
{
    /// <summary>The numbers of a matrix [rows x columns], column after column: the memory itself, no copy.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rows">Rows that are written.</param>
    /// <param name="columns">Columns that are written.</param>
    /// <param name="parameterName">The argument that holds it.</param>
    /// <param name="index">Its place, where the argument is a list.</param>
    /// <exception cref="ArgumentException">The matrix is null, not dense, or of another size.</exception>
    public static float[] Of(Matrix<float> matrix, int rows, int columns, string parameterName, int? index = null)
    {
        if (index is null)
            ArgumentNullException.ThrowIfNull(matrix, parameterName);
        else if (matrix is null)
            throw new ArgumentException($"{Name()} is null.", parameterName);
        if (matrix.RowCount != rows || matrix.ColumnCount != columns)
        {
            throw new ArgumentException(
                $"{Name()} is written to and expected as [{rows} x {columns}] but is [{matrix.RowCount} x {matrix.ColumnCount}].",
                parameterName);
        }

        return matrix.AsColumnMajorArray() ?? throw new ArgumentException(
            $"{Name()} is written to and expected to be dense but is a {matrix.GetType().Name}: give a DenseMatrix.", parameterName);

        string Name() => index is null ? $"'{parameterName}'" : FormattableString.Invariant($"'{parameterName}[{index}]'");
    }
}
