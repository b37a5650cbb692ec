using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace LiquidNet;

/// <summary>What pools tell of themselves under the meter "LiquidNet"; it costs only where somebody listens.</summary>
static class PoolMetrics
{
    static readonly ConditionalWeakTable<PooledStates, object?> Pools = [];

    static readonly Meter Meter = CreateMeter();

    static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "liquidnet.pool.steps", "{reading}", "Readings that pools have taken.");

    static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "liquidnet.pool.refusals", "{reading}", "Readings that pools have refused, by reason.");

    static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "liquidnet.pool.step.duration", "s", "How long a batch of readings took, once it was its turn.");

    /// <summary>Whether anybody listens to steps.</summary>
    public static bool IsListenedTo => Steps.Enabled || Refusals.Enabled || Duration.Enabled;

    /// <summary>Counts the streams of a pool for as long as it lives.</summary>
    public static void Watch(PooledStates states) => Pools.Add(states, null);

    /// <summary>Tells of a batch that began at a moment of <see cref="Stopwatch"/>.</summary>
    public static void Record(long started, ReadOnlySpan<Refusal> refusals)
    {
        Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        var taken = 0;
        foreach (var refusal in refusals)
        {
            if (refusal == Refusal.None)
                taken++;
            else
                Refusals.Add(1, new KeyValuePair<string, object?>("reason", Enum.GetName(refusal)));
        }

        if (taken > 0)
            Steps.Add(taken);
    }

    static Meter CreateMeter()
    {
        var meter = new Meter("LiquidNet");
        meter.CreateObservableUpDownCounter(
            "liquidnet.pool.streams", () => Pools.Sum(pool => (long)pool.Key.Count), "{stream}", "Streams that are open in pools.");
        return meter;
    }
}
