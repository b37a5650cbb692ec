using LiquidNet.Equations;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace LiquidNet;

/// <summary>Parameters as MathNet matrices.</summary>
public static class MatrixExtensions
{
    extension(Parameter parameter)
    {
        /// <summary>The values as a live matrix [Rows x Columns]. Nothing is copied; values written to it count from the next run
        /// on.</summary>
        /// <exception cref="InvalidOperationException">The parameter is kept positive, so that equations see other numbers than those
        /// stored.</exception>
        public Matrix<float> Matrix => !parameter.IsPositive
            ? new DenseMatrix(parameter.Rows, parameter.Columns, parameter.Storage)
            : throw new InvalidOperationException(
                $"Parameter '{parameter.Name}' is kept positive: equations see softplus of its values. Use GetEffectiveValues and "
                + "SetEffectiveValues for what they see, or Values for what is stored.");
    }
}
