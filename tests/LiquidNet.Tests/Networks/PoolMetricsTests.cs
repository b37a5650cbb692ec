using System.Diagnostics.Metrics;
using LiquidNet.Cells;

namespace LiquidNet.Tests.Networks;

/// <summary>The meter is that of the whole process, so that other pools are counted with these: no test runs beside them.</summary>
[CollectionDefinition(nameof(PoolMetricsTests), DisableParallelization = true)]
[Collection(nameof(PoolMetricsTests))]
public class PoolMetricsTests
{
    const string Steps = "liquidnet.pool.steps";
    const string RefusedInputs = "liquidnet.pool.refusals, reason Input";
    const string RefusedTimespans = "liquidnet.pool.refusals, reason Elapsed";
    const string Duration = "liquidnet.pool.step.duration";
    const string Streams = "liquidnet.pool.streams";

    static readonly float[] Ones = [1, 1, 1, 1];

    [Fact]
    public void A_pool_tells_what_it_has_taken_and_refused()
    {
        using var listener = new Listener();
        var pool = new StreamPool<int>(Network());
        pool.Step([1, 2, 1, 3], [1, 2, float.NaN, 2, 1, 2, 1, 2], [1, 1, 1, -1], new float[8]).Should().Be(2);
        listener.Read();
        listener.Totals[Steps].Should().Be(2);
        listener.Totals[RefusedInputs].Should().Be(1);
        listener.Totals[RefusedTimespans].Should().Be(1);
        listener.Totals[Duration].Should().BePositive().And.BeLessThan(60);
    }

    [Fact]
    public void Streams_are_counted_until_they_are_forgotten()
    {
        GC.Collect();
        using var listener = new Listener();
        listener.Read();
        var before = listener.Totals[Streams];
        var pool = new StreamPool<int>(Network());
        pool.Step([1, 2, 3], new float[6], [1, 1, 1], new float[6]);
        pool.Remove(2).Should().BeTrue();
        pool.Restore(9, pool.Snapshot(1));
        listener.Read();
        (listener.Totals[Streams] - before).Should().Be(3);
        pool.Count.Should().Be(3);
    }

    [Fact]
    public void Steps_allocate_nothing_whether_somebody_listens_or_not()
    {
        var (pool, stream) = (new StreamPool<int>(Network()), Network().OpenStream());
        var (keys, inputs, outputs) = (new[] { 1, 2, 3, 4 }, new float[8], new float[8]);
        void Step()
        {
            for (var count = 0; count < 100; count++)
            {
                inputs[0] = count % 2 == 0 ? float.NaN : 0;
                pool.Step(keys, inputs, Ones, outputs);
                stream.Step(inputs.AsSpan(2, 2));
            }
        }

        Step();
        Allocations.LeastOf(Step).Should().Be(0);
        using var listener = new Listener();
        Step();
        listener.Totals[Steps].Should().Be(350);
        Allocations.LeastOf(Step).Should().Be(0);
    }

    static LiquidNetwork Network() => LiquidNetwork.Regressor(new CfcCell(2, 8, seed: 3), outputs: 2);

    /// <summary>Adds up what the meter tells, refusals by their reason.</summary>
    sealed class Listener : IDisposable
    {
        readonly MeterListener meters = new();

        public Listener()
        {
            meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "LiquidNet")
                    listener.EnableMeasurementEvents(instrument);
            };
            meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
            meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
            meters.Start();
        }

        public Dictionary<string, double> Totals { get; } = new()
        {
            [Steps] = 0,
            [RefusedInputs] = 0,
            [RefusedTimespans] = 0,
            [Duration] = 0,
            [Streams] = 0,
        };

        /// <summary>Asks for what is not told by itself.</summary>
        public void Read()
        {
            Totals[Streams] = 0;
            meters.RecordObservableInstruments();
        }

        public void Dispose() => meters.Dispose();

        void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (key, reason) in tags)
                name = (key, reason) is ("reason", nameof(Refusal.Input)) ? RefusedInputs : RefusedTimespans;
            Totals[name] += value;
        }
    }
}
