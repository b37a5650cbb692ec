namespace LiquidNet.Samples;

/// <summary>Mixes forecasts by how well each has done lately, for each hour ahead by itself.</summary>
/// <remarks>A forecaster's weight is <c>exp(-Sharpness (loss / least loss - 1))</c>; a loss forgets.</remarks>
/// <param name="forecasters">How many there are.</param>
/// <param name="hours">How many hours each looks ahead.</param>
sealed class ForecastMixture(int forecasters, int hours)
{
    const double Sharpness = 16, Kept = 0.998;

    readonly double[,] losses = new double[forecasters, hours];

    /// <summary>Takes the error of what a forecaster once said for an hour that has come.</summary>
    /// <param name="forecaster">Which one.</param>
    /// <param name="hour">How many hours ahead it then was, less one.</param>
    /// <param name="error">By how much it was off.</param>
    public void Add(int forecaster, int hour, double error) =>
        losses[forecaster, hour] = Kept * losses[forecaster, hour] + error * error;

    /// <summary>Mixes what all say now for an hour ahead.</summary>
    /// <param name="hour">How many hours ahead it is, less one.</param>
    /// <param name="forecast">What a forecaster says.</param>
    public float Mix(int hour, Func<int, float> forecast)
    {
        var least = double.Epsilon + Enumerable.Range(0, forecasters).Min(forecaster => losses[forecaster, hour]);
        var (sum, total) = (0.0, 0.0);
        for (var forecaster = 0; forecaster < forecasters; forecaster++)
        {
            var weight = Math.Exp(-Sharpness * (losses[forecaster, hour] / least - 1));
            sum += weight * forecast(forecaster);
            total += weight;
        }

        return (float)(sum / total);
    }
}
