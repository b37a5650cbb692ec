using MathNet.Numerics.LinearAlgebra.Double;

namespace LiquidNet.Training;

/// <summary>What least squares need to know of a set: the sums of all products of features with features and with targets.</summary>
/// <param name="features">Numbers that predict; a constant 1 comes after them.</param>
/// <param name="outputs">Numbers that are predicted.</param>
sealed class RegressionSums(int features, int outputs)
{
    readonly double[] squares = new double[(features + 1) * (features + 1)];
    readonly double[] products = new double[outputs * (features + 1)];
    double targetSquares;

    /// <summary>The sum of all weights.</summary>
    public double Weight { get; private set; }

    /// <summary>Takes one output.</summary>
    /// <param name="x">The features, then a 1.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="weight">How much it counts.</param>
    public void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> targets, double weight)
    {
        Weight += weight;
        for (var row = 0; row < x.Length; row++)
            AddScaled(x, weight * x[row], squares.AsSpan(row * x.Length, x.Length));
        for (var output = 0; output < targets.Length; output++)
        {
            AddScaled(x, weight * targets[output], products.AsSpan(output * x.Length, x.Length));
            targetSquares += weight * targets[output] * targets[output];
        }
    }

    /// <summary>Takes what other sums have.</summary>
    public void Add(RegressionSums other)
    {
        Weight += other.Weight;
        targetSquares += other.targetSquares;
        AddScaled(other.squares, 1, squares);
        AddScaled(other.products, 1, products);
    }

    /// <summary>The weights with the least mean squared error and penalty, the one of the constant 1 not penalised.</summary>
    /// <returns>Column after column [features + 1 x outputs]; null where rounding leaves no solution.</returns>
    public double[]? Solve(double penalty)
    {
        // The sum of x x' is symmetric, so rows are columns.
        var means = new DenseMatrix(features + 1, features + 1, squares).Divide(Weight);
        for (var feature = 0; feature < features; feature++)
            means[feature, feature] += penalty;
        try
        {
            return means.Cholesky().Solve(new DenseMatrix(features + 1, outputs, products).Divide(Weight)).ToColumnMajorArray();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The mean squared error of weights [features + 1 x outputs], per target.</summary>
    /// <remarks><c>sum_n c_n (t_n - x_n w)^2 = sum c t^2 - 2 w' sum c x t + w' (sum c x x') w</c>, for each output.</remarks>
    public double ErrorOf(ReadOnlySpan<double> solution)
    {
        var (size, sum) = (features + 1, targetSquares);
        for (var output = 0; output < outputs; output++)
        {
            var weights = solution.Slice(output * size, size);
            for (var row = 0; row < size; row++)
            {
                var product = -2 * products[output * size + row];
                for (var column = 0; column < size; column++)
                    product += squares[row * size + column] * weights[column];
                sum += weights[row] * product;
            }
        }

        return Math.Max(0, sum / (Weight * outputs));
    }

    static void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> sums)
    {
        for (var at = 0; at < sums.Length; at++)
            sums[at] += factor * x[at];
    }
}
