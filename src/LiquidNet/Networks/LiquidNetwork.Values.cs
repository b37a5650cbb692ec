using LiquidNet.Cells;

namespace LiquidNet;

// Networks that predict values, or quantiles of them.
public sealed partial class LiquidNetwork
{
    /// <summary>The quantiles of each target value that a prediction consists of, between 0 and 1 and in increasing order.</summary>
    /// <remarks>A prediction has all quantiles of the first target value, then all of the second, and so on; those of one never
    /// decrease. <see cref="OutputNames"/> that are taken from a set end with the quantile, as <c>power +1 10 %</c> does.</remarks>
    /// <value>Empty where a prediction consists of one number for each target value, or of classes.</value>
    public IReadOnlyList<float> Quantiles => Readout.Quantiles;

    /// <summary>Target values that a prediction is compared with: as many as it has numbers, or one for all quantiles.</summary>
    internal int TargetSize => Readout.TargetSize;

    /// <summary>Creates a network that predicts values: a cell and a <see cref="LinearReadout"/>.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="outputs">Values to predict at a step; at least 1.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <param name="quantiles">Of each value, the quantiles that are predicted instead, between 0 and 1 and in increasing order: see
    /// <see cref="QuantileReadout"/>. Null (the default) for the value itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of outputs is below 1.</exception>
    /// <exception cref="ArgumentException">The quantiles are not as described.</exception>
    /// <exception cref="InvalidOperationException">The equation of the cell does not have the declared sizes, or does not allow its
    /// unfolds.</exception>
    public static LiquidNetwork Regressor(LiquidCell cell, int outputs, int seed = 0, IReadOnlyList<float>? quantiles = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new LiquidNetwork(cell, QuantileReadout.Linear(cell.OutputSize, outputs, quantiles, seed));
    }

    /// <summary>Creates a network in both directions that predicts values.</summary>
    /// <param name="cells">The two cells.</param>
    /// <param name="outputs">Values to predict at a step; at least 1.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <param name="quantiles">Of each value, the quantiles that are predicted instead; null (the default) for the value itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of outputs is below 1.</exception>
    /// <exception cref="ArgumentException">A quantile is not between 0 and 1, or they are not in increasing order.</exception>
    public static LiquidNetwork Regressor(Bidirectional cells, int outputs, int seed = 0, IReadOnlyList<float>? quantiles = null)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return Regressor(cells.Cell, outputs, seed, quantiles);
    }
}
