using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using LiquidNet.Cells;
using LiquidNet.Storage;
using Spectre.Console;

namespace LiquidNet.Samples;

/// <summary>Runs the service and its clients in one process, over HTTP, with a restart half-way and a new model after it.</summary>
/// <param name="devices">How many devices there are.</param>
/// <param name="console">Takes what was measured.</param>
sealed class LoadTest(int devices, IAnsiConsole console)
{
    /// <summary>How many devices there are if nobody says otherwise.</summary>
    public const int StandardDevices = 10_000;

    const int RoundsBeforeRestart = 4, RoundsWithFirstModel = 6, Rounds = 8;

    readonly ConcurrentBag<TimeSpan> latencies = [];
    readonly LoneStreams alone = new(Service.SmallNetwork(seed: 1), TimeSpan.FromSeconds(1));
    readonly LiquidNetwork retrained = Service.SmallNetwork(seed: 2);
    TimeSpan sending;

    /// <summary>Runs the test and prints what was measured.</summary>
    /// <exception cref="InvalidOperationException">A device was lost, a prediction differs, or something wrong was taken.</exception>
    public async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("stream-service-");
        var options = new ServiceOptions
        {
            Url = "http://127.0.0.1:0",
            States = Path.Combine(folder.FullName, "states"),
            LogLevel = LogLevel.Error,
        };
        using var counts = new MeterCounts();
        try
        {
            await ServeAsync(options, async client =>
            {
                await SendRoundsAsync(client, 0, RoundsBeforeRestart);
                await RefuseWrongRequestsAsync(client);
            });
            await ServeAsync(options, async client =>
            {
                await ExpectAllDevicesAsync(client);
                await SendRoundsAsync(client, RoundsBeforeRestart, RoundsWithFirstModel);
                await UseRetrainedAsync(client);
                await SendRoundsAsync(client, RoundsWithFirstModel, Rounds);
                await ExpectAllDevicesAsync(client);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var sent = alone.Compared + latencies.Count;
        if (counts.Readings != sent || counts.Refusals != latencies.Count)
        {
            throw new InvalidOperationException(
                $"Expected {sent} readings and {latencies.Count} refusals but the meter has {counts.Readings} and {counts.Refusals}.");
        }

        Print();
    }

    async Task ServeAsync(ServiceOptions options, Func<LoadClient, Task> useAsync)
    {
        await using var service = Service.Create(options);
        await service.StartAsync();
        using (var client = new LoadClient(service.Urls.Single(), latencies))
            await useAsync(client);
        await service.StopAsync();
    }

    async Task SendRoundsAsync(LoadClient client, int first, int end)
    {
        for (var round = first; round < end; round++)
        {
            var readings = Enumerable.Range(0, devices).Select(device => SyntheticDevices.Reading(device, round)).ToArray();
            var started = Stopwatch.GetTimestamp();
            var predictions = await client.SendAsync(readings);
            sending += Stopwatch.GetElapsedTime(started);
            for (var device = 0; device < devices; device++)
                alone.Compare(readings[device], predictions[device]);
        }
    }

    async Task ExpectAllDevicesAsync(LoadClient client)
    {
        var health = await client.HealthAsync();
        if (health.Devices != devices)
            throw new InvalidOperationException($"Expected {devices} devices but the service has {health.Devices}: {health.Model}.");
    }

    async Task UseRetrainedAsync(LoadClient client)
    {
        var other = LiquidNetwork.Regressor(new CfcCell(inputSize: 4, units: 40), outputs: 1);
        await ExpectAsync(client, StatusCodes.Status409Conflict, "/model", FileOf(other));
        await ExpectAsync(client, StatusCodes.Status204NoContent, "/model", FileOf(retrained));
        alone.SwitchTo(retrained);
    }

    static async Task RefuseWrongRequestsAsync(LoadClient client)
    {
        string[] batches =
        [
            "null",
            "[null]",
            """[{"device": "a", "time": "2026-01-01T00:00:00Z"}]""",
            """[{"device": "a", "time": "today", "values": [1, 2, 3, 4]}]""",
            """[{"device": "a", "time": "2026-01-01T00:00:00Z", "values": [1, 2, 3]}]""",
        ];
        foreach (var batch in batches)
        {
            var content = new StringContent(batch, Encoding.UTF8, "application/json");
            await ExpectAsync(client, StatusCodes.Status400BadRequest, "/readings", content);
        }

        await ExpectAsync(client, StatusCodes.Status415UnsupportedMediaType, "/readings", new StringContent("a;1;2;3;4"));
        await ExpectAsync(client, StatusCodes.Status400BadRequest, "/model", new StringContent("not a model"));
    }

    static async Task ExpectAsync(LoadClient client, int expected, string path, HttpContent content)
    {
        var (status, text) = await client.PostAsync(path, content);
        if (status != expected || (status >= 400 && !text.Contains("\"detail\"", StringComparison.Ordinal)))
            throw new InvalidOperationException($"Expected {expected} and the reason from {path} but got {status}: {text}");
    }

    static ByteArrayContent FileOf(LiquidNetwork network)
    {
        using var file = new MemoryStream();
        network.Save(file);
        return new(file.ToArray());
    }

    void Print()
    {
        var sorted = latencies.Order().ToArray();
        var table = new ResultTable(
            new ResultColumn("Devices", "N0"), new("Readings", "N0"), new("Readings a second", "N0"), new("p50, ms", "F2"),
            new("p95, ms", "F2"), new("p99, ms", "F2"), new("max, ms", "F2"));
        table.Add(
            devices, alone.Compared, alone.Compared / sending.TotalSeconds, Milliseconds(0.5), Milliseconds(0.95), Milliseconds(0.99),
            sorted[^1].TotalMilliseconds);
        table.WriteTo(console);
        console.WriteLine("No device was lost over the restart.");
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Every prediction is that of its device alone, to the bit in a pool, to {alone.LargestDifference:G2} as a stream."));

        double Milliseconds(double share) => sorted[(int)(share * (sorted.Length - 1))].TotalMilliseconds;
    }
}
