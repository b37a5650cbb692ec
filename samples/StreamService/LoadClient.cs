using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace LiquidNet.Samples;

/// <summary>Several clients that send the readings of a round at once.</summary>
/// <param name="address">Where the service listens.</param>
/// <param name="latencies">Takes how long each request took.</param>
sealed class LoadClient(string address, ConcurrentBag<TimeSpan> latencies) : IDisposable
{
    const int Clients = 4;
    const int ReadingsOfRequest = 100;

    readonly HttpClient http = new() { BaseAddress = new Uri(address) };

    /// <summary>Sends a reading of each device and gives the predictions in the order of the devices.</summary>
    public async Task<Prediction[]> SendAsync(Reading[] readings)
    {
        var predictions = new Prediction[readings.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Clients };
        await Parallel.ForEachAsync(readings.Chunk(ReadingsOfRequest).Index(), options, async (batch, cancellation) =>
        {
            var answer = await StepAsync(WithLateReading(batch.Item), cancellation);
            if (answer.Length != batch.Item.Length + 1)
                throw new InvalidOperationException($"Expected {batch.Item.Length + 1} predictions but got {answer.Length}.");
            if (answer[^1].Refused is null)
                throw new InvalidOperationException($"A late reading of {answer[^1].Device} was taken.");
            answer.AsSpan(..^1).CopyTo(predictions.AsSpan(batch.Index * ReadingsOfRequest));
        });
        return predictions;
    }

    /// <summary>What the service says of itself.</summary>
    public async Task<Health> HealthAsync() => (await http.GetFromJsonAsync("/health", MessageFormat.Default.Health))!;

    /// <summary>Posts something and gives the status and text of the answer.</summary>
    public async Task<(int Status, string Text)> PostAsync(string path, HttpContent content)
    {
        using var answer = await http.PostAsync(path, content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    async Task<Prediction[]> StepAsync(Reading[] readings, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsJsonAsync("/readings", readings, MessageFormat.Default.ReadingArray, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        latencies.Add(Stopwatch.GetElapsedTime(started));
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize(text, MessageFormat.Default.PredictionArray)!
            : throw new InvalidOperationException($"{(int)answer.StatusCode} for readings: {text}");
    }

    // It must change nothing, so that what follows still agrees.
    static Reading[] WithLateReading(Reading[] readings) =>
        [.. readings, readings[0] with { Time = readings[0].Time.AddHours(-1) }];
}
