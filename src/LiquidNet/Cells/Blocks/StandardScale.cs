using LiquidNet.Checks;
using LiquidNet.Equations;

namespace LiquidNet.Cells.Blocks;

/// <summary>Mean and deviation of each row of a signal, as parameters that are not trained.</summary>
sealed class StandardScale
{
    readonly Parameter mean;
    readonly Parameter deviation;

    /// <summary>Takes the figures of each row.</summary>
    /// <param name="name">What stands before the names of both parameters.</param>
    /// <param name="mean">Finite numbers [rows].</param>
    /// <param name="standardDeviation">Finite numbers above zero [rows].</param>
    /// <param name="rows">How many rows there are.</param>
    public StandardScale(string name, IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation, int rows)
    {
        Require.Scale(mean, standardDeviation);
        if (mean.Count != rows)
        {
            throw new ArgumentException(
                $"One mean and one deviation are expected for each of {rows} numbers, but there are {mean.Count}.", nameof(mean));
        }

        this.mean = Fixed($"{name}.mean", mean);
        deviation = Fixed($"{name}.deviation", standardDeviation);
    }

    /// <summary><c>(x - mean) / deviation</c>.</summary>
    public Signal Standardized(Signal x) => (x - mean) / deviation;

    /// <summary><c>deviation x + mean</c>.</summary>
    public Signal InUnits(Signal x) => deviation * x + mean;

    static Parameter Fixed(string name, IReadOnlyList<float> values)
    {
        var parameter = Parameter.Vector(name, [.. values]);
        parameter.IsTrainable = false;
        return parameter;
    }
}
