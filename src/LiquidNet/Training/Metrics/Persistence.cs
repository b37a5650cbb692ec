using LiquidNet.Checks;
using LiquidNet.Data;
using LiquidNet.Data.Sets;

namespace LiquidNet.Training;

/// <summary>The persistence forecast: every value stays as it was last seen, or as it was one period before. The first baseline to compare
/// a network with.</summary>
public static class Persistence
{
    /// <summary>Evaluates the persistence forecast or, with a period, the seasonal one, which repeats the value of a period
    /// before.</summary>
    /// <remarks>Like a network, the forecast sees nothing from before a window: steps do not count at which a window has not yet seen the
    /// value that is repeated. Windows with a warm-up of a period, less one step, score a network at the same steps.</remarks>
    /// <param name="forecast">Windows from <see cref="SequenceWindows.Forecast(string, int)"/>.</param>
    /// <param name="period">After how many steps values come back, such as 24 for hourly readings with a daily cycle; at least 1, the
    /// default, which repeats the value last seen. Where the value of one period before the forecast step is missing or not yet
    /// known, that of two periods before is repeated, and so on.</param>
    /// <returns>The errors of each output, in the unit of its feature; <see cref="Evaluation.Loss"/> is the mean squared error over all
    /// outputs, weighted as that of a network is.</returns>
    /// <exception cref="ArgumentException">The windows have no forecast or are too short for the period, or there is no known value to
    /// forecast that was also seen before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public static Evaluation Evaluate(SequenceWindows forecast, int period = 1)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        if (forecast is not { Forecasts: { } featureOf, StepsAhead: { } ahead })
        {
            throw new ArgumentException(
                $"The windows have no forecast to compare with: call {nameof(SequenceWindows.Forecast)} on them.", nameof(forecast));
        }

        CheckLength(forecast, ahead, period);
        var errors = new (double Squares, double Distances, long Count)[forecast.Outputs];
        var (values, targets) = (new LastValues(forecast, period), new float[forecast.Outputs]);
        var (predictions, weightedSquares, weightSum) = (0L, 0.0, 0.0);
        for (var window = 0; window < forecast.Count; window++)
        {
            var weights = new float[forecast.LengthOf(window)];
            forecast.ReadWeights(window, weights);
            for (var step = 0; step < weights.Length; step++)
            {
                forecast.ReadTargets(window, step, targets);
                var isScored = false;
                for (var output = 0; output < targets.Length; output++)
                {
                    var error = (double)values.At(window, step, ahead[output])[featureOf[output]] - targets[output];
                    if (weights[step] == 0 || double.IsNaN(error))
                        continue;
                    isScored = true;
                    Add(ref errors[output], error);
                    (weightedSquares, weightSum) = (weightedSquares + weights[step] * error * error, weightSum + weights[step]);
                }

                predictions += isScored ? 1 : 0;
            }
        }

        return predictions == 0
            ? throw new ArgumentException("No value that is forecast is known at a step before which it was seen.", nameof(forecast))
            : new(weightedSquares / weightSum, correct: null, predictions, confusion: null)
            {
                OutputErrors = Array.AsReadOnly([.. errors.Select((error, output) => new OutputError(
                    OutputError.NameOf(forecast.OutputNames, output), error.Count, error.Squares / error.Count,
                    error.Distances / error.Count))]),
            };
    }

    /// <summary>Refuses windows of which none sees what one of its outputs is to repeat.</summary>
    static void CheckLength(SequenceWindows forecast, IReadOnlyList<int> ahead, int period)
    {
        var longest = Enumerable.Range(0, forecast.Count).Max(forecast.LengthOf);
        foreach (var steps in ahead)
        {
            var before = ((long)steps + period - 1) / period * period - steps;
            if (before >= longest)
            {
                throw new ArgumentException(
                    $"What a forecast of {Counted.Of(steps, "step")} ahead repeats with a period of {Counted.Of(period, "step")} was seen "
                    + $"{Counted.Of(before, "step")} before: cut windows of at least {Counted.Of(before + 1, "step")}; the longest has "
                    + $"{Counted.Of(longest, "step")}.",
                    nameof(forecast));
            }
        }
    }

    static void Add(ref (double Squares, double Distances, long Count) errors, double error) =>
        errors = (errors.Squares + error * error, errors.Distances + Math.Abs(error), errors.Count + 1);
}
