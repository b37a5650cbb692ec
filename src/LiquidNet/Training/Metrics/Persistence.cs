using LiquidNet.Data;
using LiquidNet.Data.Sets;

namespace LiquidNet.Training;

/// <summary>The persistence forecast: every value stays as it was last seen. The first baseline to compare a network with.</summary>
public static class Persistence
{
    /// <summary>Evaluates the persistence forecast.</summary>
    /// <param name="forecast">Windows from <see cref="SequenceWindows.Forecast(string, int)"/>. Like a network, the forecast sees nothing
    /// from before a window.</param>
    /// <returns>The errors of each output, in the unit of its feature; <see cref="Evaluation.Loss"/> is the mean squared error over all
    /// outputs. Steps at which a window has not yet seen the feature do not count.</returns>
    /// <exception cref="ArgumentException">The windows have no forecast, or there is no known value to forecast that was also seen
    /// before.</exception>
    public static Evaluation Evaluate(SequenceWindows forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        var featureOf = forecast.Forecasts ?? throw new ArgumentException(
            $"The windows have no forecast to compare with: call {nameof(SequenceWindows.Forecast)} on them.", nameof(forecast));
        var errors = new (double Squares, double Distances, int Count)[forecast.Outputs];
        var (values, targets) = (new LastValues(forecast), new float[forecast.Outputs]);
        for (var window = 0; window < forecast.Count; window++)
        {
            var weights = new float[forecast.LengthOf(window)];
            forecast.ReadWeights(window, weights);
            for (var step = 0; step < weights.Length; step++)
            {
                var last = values.At(window, step);
                forecast.ReadTargets(window, step, targets);
                for (var output = 0; weights[step] != 0 && output < targets.Length; output++)
                    Add(ref errors[output], (double)last[featureOf[output]] - targets[output]);
            }
        }

        var count = errors.Sum(error => error.Count);
        return count == 0
            ? throw new ArgumentException("No value that is forecast is known at a step before which it was seen.", nameof(forecast))
            : new(errors.Sum(error => error.Squares) / count, correct: null, count, confusion: null)
            {
                OutputErrors = Array.AsReadOnly([.. errors.Select((error, output) => new OutputError(
                    OutputError.NameOf(forecast.OutputNames, output), error.Count, error.Squares / error.Count,
                    error.Distances / error.Count))]),
            };
    }

    static void Add(ref (double Squares, double Distances, int Count) errors, double error)
    {
        if (!double.IsNaN(error))
            errors = (errors.Squares + error * error, errors.Distances + Math.Abs(error), errors.Count + 1);
    }
}
