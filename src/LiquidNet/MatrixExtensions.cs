using LiquidNet.Equations;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace LiquidNet;

/// <summary>Parameters as MathNet matrices.</summary>
public static class MatrixExtensions
{
    extension(Parameter parameter)
    {
        /// <summary>The values as a live matrix [Rows x Columns]: nothing is copied, and what is written here is used from the next run on.</summary>
        public Matrix<float> Matrix => new DenseMatrix(parameter.Rows, parameter.Columns, parameter.Storage);
    }
}
