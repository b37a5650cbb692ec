using System.Diagnostics.Metrics;

namespace LiquidNet.Samples;

/// <summary>Listens to the service's meter, as a collector of metrics would.</summary>
sealed class MeterCounts : IDisposable
{
    readonly MeterListener listener = new();
    long readings;
    long refusals;

    /// <summary>Begins to listen.</summary>
    public MeterCounts()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ServiceMetrics.MeterName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, _, _) =>
        {
            if (instrument.Name == ServiceMetrics.ReadingsName)
                Interlocked.Add(ref readings, count);
            else if (instrument.Name == ServiceMetrics.RefusalsName)
                Interlocked.Add(ref refusals, count);
        });
        listener.Start();
    }

    /// <summary>Readings that came.</summary>
    public long Readings => Volatile.Read(ref readings);

    /// <summary>Readings that were refused.</summary>
    public long Refusals => Volatile.Read(ref refusals);

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
