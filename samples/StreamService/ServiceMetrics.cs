using System.Diagnostics.Metrics;

namespace LiquidNet.Samples;

/// <summary>What is counted and measured, for whoever listens, such as <c>dotnet-counters</c> or OpenTelemetry.</summary>
sealed class ServiceMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "LiquidNet.StreamService";

    /// <summary>The counter of readings that came, refused ones among them.</summary>
    public const string ReadingsName = "stream_service.readings";

    /// <summary>The counter of readings that were refused.</summary>
    public const string RefusalsName = "stream_service.refusals";

    readonly Counter<long> readings;
    readonly Counter<long> refusals;
    readonly Histogram<double> durations;

    /// <param name="meters">Owns the meter.</param>
    public ServiceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        readings = meter.CreateCounter<long>(ReadingsName, "{reading}", "Readings that came.");
        refusals = meter.CreateCounter<long>(RefusalsName, "{reading}", "Readings that were refused.");
        durations = meter.CreateHistogram<double>("stream_service.step.duration", "s", "How long the network took for a batch.");
    }

    /// <summary>Counts a batch.</summary>
    /// <param name="count">How many readings it had.</param>
    /// <param name="refused">How many of them were refused.</param>
    /// <param name="duration">How long the network took.</param>
    public void Add(int count, int refused, TimeSpan duration)
    {
        readings.Add(count);
        refusals.Add(refused);
        durations.Record(duration.TotalSeconds);
    }
}
