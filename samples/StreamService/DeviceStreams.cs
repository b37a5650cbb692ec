using System.Diagnostics;

namespace LiquidNet.Samples;

/// <summary>The streams of all devices. Requests share it.</summary>
/// <param name="network">What the streams run.</param>
/// <param name="unit">How long the unit of the model's time constants is.</param>
/// <param name="metrics">Where readings are counted.</param>
sealed class DeviceStreams(LiquidNetwork network, TimeSpan unit, ServiceMetrics metrics)
{
    readonly StreamPool<string> pool = new(network, unit, StringComparer.Ordinal);

    /// <summary>How many values a reading has.</summary>
    public int InputSize { get; } = network.InputSize;

    /// <summary>What is being served.</summary>
    public Health Health => new(pool.ToString(), pool.Count, InputSize, network.OutputSize);

    /// <summary>Takes readings in their order and gives a prediction for each.</summary>
    /// <param name="readings">The readings, of <see cref="InputSize"/> values each.</param>
    public Prediction[] Step(Reading[] readings)
    {
        var keys = Array.ConvertAll(readings, reading => reading.Device);
        var times = Array.ConvertAll(readings, reading => reading.Time);
        var inputs = readings.SelectMany(reading => reading.Values, (_, value) => value ?? float.NaN).ToArray();
        var outputs = new float[readings.Length * network.OutputSize];
        var refusals = new Refusal[readings.Length];

        var started = Stopwatch.GetTimestamp();
        var refused = pool.Step(keys, inputs, times, outputs, refusals);
        metrics.Add(readings.Length, refused, Stopwatch.GetElapsedTime(started));

        var predictions = new Prediction[readings.Length];
        foreach (var (index, values) in outputs.Chunk(network.OutputSize).Index())
        {
            var reason = Reason(refusals[index]);
            predictions[index] = new(keys[index], reason is null ? values : null, reason);
        }

        return predictions;
    }

    /// <summary>Goes on with another network; all states stay.</summary>
    /// <exception cref="ArgumentException">Its equation is another one; the streams go on as before.</exception>
    public void SwitchTo(LiquidNetwork next) => pool.SwitchTo(next);

    /// <summary>Writes all states to a file, or none.</summary>
    /// <returns>How many there were.</returns>
    public int Save(string path)
    {
        pool.Save(path);
        return pool.Count;
    }

    /// <summary>Goes on from the states of a file.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or its states are those of another equation or unit of time.</exception>
    public int Restore(string path)
    {
        pool.Load(path);
        return pool.Count;
    }

    static string? Reason(Refusal refusal) => refusal switch
    {
        Refusal.None => null,
        Refusal.Input => "A value is not finite, or missing where the model must have one.",
        Refusal.Elapsed => "Too much time has passed since the last reading of this device.",
        Refusal.NotFinite => "The state would not be finite after this reading.",
        Refusal.Late => "The reading is older than the last one of this device.",
        _ => refusal.ToString(),
    };
}
