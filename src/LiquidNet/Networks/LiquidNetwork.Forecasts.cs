using LiquidNet.Cells;
using LiquidNet.Checks;
using LiquidNet.Data;

namespace LiquidNet;

// Networks that forecast features of their own input.
public sealed partial class LiquidNetwork
{
    /// <summary>The feature of the input that each value of a
    /// <see cref="Forecaster(LiquidCell, IReadOnlyList{int}, int, IReadOnlyList{float})"/> goes on from, one for each target value; empty
    /// where outputs do not.</summary>
    public IReadOnlyList<int> ForecastFeatures => Readout.ForecastFeatures;

    /// <summary>A network that forecasts what windows say: from the last known value of each feature it learns the change.</summary>
    /// <param name="cell">What moves the state.</param>
    /// <param name="windows">Windows with a forecast, whose features and names the network takes over.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <param name="quantiles">Of each value, the quantiles that are forecast instead, between 0 and 1 and in increasing order: see
    /// <see cref="QuantileReadout"/>. Null (the default) for the value itself.</param>
    /// <exception cref="ArgumentException">The windows have no forecast, or another number of features than the cell; the cell reads in
    /// both directions; or the quantiles are not as described.</exception>
    /// <exception cref="InvalidOperationException">The cell's equation does not fit its sizes or its unfolds.</exception>
    /// <inheritdoc cref="Forecaster(LiquidCell, IReadOnlyList{int}, int, IReadOnlyList{float})" path="/remarks"/>
    /// <example>
    /// <code>
    /// var windows = SequenceWindows.Of(past, length: 64).Forecast("power", ahead: 1);
    /// var network = LiquidNetwork.Forecaster(new CfcCell(past.Features, units: 32), windows).Standardized(windows);
    /// </code>
    /// </example>
    public static LiquidNetwork Forecaster(
        LiquidCell cell, SequenceWindows windows, int seed = 0, IReadOnlyList<float>? quantiles = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Forecasts is not { } features)
        {
            throw new ArgumentException(
                $"The windows have no forecast: call {nameof(SequenceWindows.Forecast)} on them.", nameof(windows));
        }

        if (windows.Features != cell.Features)
        {
            throw new ArgumentException(
                $"Cell '{cell.Name}' expects inputs [time x {cell.Features}] but the windows are [time x {windows.Features}].",
                nameof(windows));
        }

        var network = Forecaster(cell, features, seed, quantiles);
        network.Conventions = network.ConventionsWith(windows);
        return network;
    }

    /// <summary>A network each of whose values is the last known one of a feature and a change that it learns (a residual connection): it
    /// spends nothing on repeating what it has just been told.</summary>
    /// <remarks>
    /// <code>
    /// y = last(x) + x_cell W_out + b_out
    /// </code>
    /// <para>It is part of the equation, and so of training, streams, online learning, files, ONNX and C alike. The last known values are
    /// parts of the state, behind the cell's. Where a feature is missing (<c>NaN</c>), which the cell has to allow, its last known value
    /// counts, however old; before the first, zero does, or the mean in a standardised network.</para>
    /// <para>Standardised by a set, it learns changes in the unit of their root mean square, so that a loss of 1 is that of
    /// <see cref="Training.Persistence"/> if all steps that count weigh alike.</para>
    /// <para>As NLinear of Zeng et al., "Are Transformers Effective for Time Series Forecasting?", AAAI 2023.</para>
    /// </remarks>
    /// <param name="cell">What moves the state.</param>
    /// <param name="features">The feature that each output is a later value of, by its place in the input; one may occur several times, as
    /// for several horizons.</param>
    /// <param name="seed">Seed of the readout's initial weights.</param>
    /// <param name="quantiles">Of each value, the quantiles that are forecast instead, each by a change of its own; null (the default) for
    /// the value itself.</param>
    /// <exception cref="ArgumentException">There is no feature, the cell reads in both directions and so what it is to forecast, or the
    /// quantiles are not between 0 and 1 and in increasing order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cell's input has no such feature.</exception>
    /// <exception cref="InvalidOperationException">The cell's equation does not fit its sizes or its unfolds.</exception>
    public static LiquidNetwork Forecaster(
        LiquidCell cell, IReadOnlyList<int> features, int seed = 0, IReadOnlyList<float>? quantiles = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(features);
        if (cell.ForwardStateSize is not null)
        {
            throw new ArgumentException(
                $"'{cell.Name}' reads each sequence from its end too, and so what it is to forecast: give a cell of one direction.",
                nameof(cell));
        }

        if (features.Count == 0)
            throw new ArgumentException("A forecast expects at least one feature.", nameof(features));
        foreach (var feature in features)
            Require.Between(feature, 0, cell.InputSize - 1, "The feature", $"the cell has {cell.InputSize}", nameof(features));
        int[] forecast = [.. features];
        return new(
            new LastValueCell(cell, [.. forecast.Distinct()]),
            new ResidualReadout(
                QuantileReadout.Linear(cell.OutputSize, forecast.Length, quantiles, seed), Array.AsReadOnly(forecast)));
    }

    /// <summary>Mean and deviation of target values as the network learns them: a forecaster's deviations are those of changes.</summary>
    Standardization ScaleOfTargets(SequenceSet set) => ForecastFeatures.Count == set.Outputs
        ? Standardization.FitForecasts(set, ForecastFeatures)
        : Standardization.FitTargets(set);
}
