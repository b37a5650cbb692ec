using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace LiquidNet.Benchmarks;

/// <summary>
/// Adds columns to benchmarks of models: time steps of single samples per second, synapses per second, and which share of the
/// processor's peak the matrix products reach. The peak is measured in the same run, on as many threads.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WorkColumnsAttribute() : ColumnConfigBaseAttribute(
    new RateColumn("Steps/s", "Time steps of single samples per second", "N0", Steps),
    new RateColumn("Synapses/s", "Conductance-based synapses computed per second; forward and back count once", "0.00E+0", Synapses),
    new RateColumn("Peak", "Share of the processor's peak that the matrix products reach", "P0", ShareOfPeak))
{
    const double Giga = 1e9;

    static readonly ConcurrentDictionary<int, double> Peaks = new();

    static double Steps(BenchmarkCase benchmarkCase)
    {
        var shape = ShapeOf(benchmarkCase);
        return (double)shape.Batch * shape.Steps;
    }

    static double Synapses(BenchmarkCase benchmarkCase) => WorkOf(benchmarkCase).Synapses;

    static double ShareOfPeak(BenchmarkCase benchmarkCase)
    {
        var operations = WorkOf(benchmarkCase).ProductOperations;
        return operations == 0 ? 0 : operations / Giga / Peaks.GetOrAdd(ThreadsOf(benchmarkCase), MachinePeak.Measure);
    }

    static WorkCount WorkOf(BenchmarkCase benchmarkCase)
    {
        var shape = ShapeOf(benchmarkCase);
        return WorkCount.Of(BenchmarkModel.Create(ModelOf(benchmarkCase), shape), ModeOf(benchmarkCase)).Times(shape.Batch, shape.Steps);
    }

    /// <summary>A stream takes one step of one sample.</summary>
    static BenchmarkShape ShapeOf(BenchmarkCase benchmarkCase)
    {
        var shape = BenchmarkShape.Of((string)benchmarkCase.Parameters[nameof(BatchBenchmarks.Config)]);
        return ModeOf(benchmarkCase) switch
        {
            BenchmarkMode.Forward or BenchmarkMode.Train => shape.For(ModelOf(benchmarkCase), ModeOf(benchmarkCase)),
            BenchmarkMode.Products =>
                shape with { Batch = ProductWorkload.Lanes * ThreadsOf(benchmarkCase), Steps = ProductWorkload.Window },
            _ => shape with { Batch = 1, Steps = 1 },
        };
    }

    static string ModelOf(BenchmarkCase benchmarkCase) => (string)benchmarkCase.Parameters[nameof(BatchBenchmarks.Model)];

    static string ModeOf(BenchmarkCase benchmarkCase) => benchmarkCase.Descriptor.Categories.Single();

    static int ThreadsOf(BenchmarkCase benchmarkCase) =>
        benchmarkCase.Parameters.Items.FirstOrDefault(item => item.Name == nameof(BatchBenchmarks.Threads))?.Value is int threads
            ? threads
            : 1;
}
