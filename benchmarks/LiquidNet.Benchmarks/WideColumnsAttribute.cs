using BenchmarkDotNet.Attributes;

namespace LiquidNet.Benchmarks;

/// <summary>Adds a column with how many synapses a training of wide cells computes per second, forward and back as one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WideColumnsAttribute() : ColumnConfigBaseAttribute(
    new RateColumn(
        "G synapses/s", "Synapses of all samples, steps and six unfolds per nanosecond", "F2",
        benchmark => benchmark.Descriptor.WorkloadMethod.Name != nameof(WideBenchmarks.Step)
            ? 0
            : Unfolds * WideBenchmarks.Batch * WideBenchmarks.Steps / 1e9
                * WideBenchmarks.SynapsesOf((string)benchmark.Parameters[nameof(WideBenchmarks.Cell)])))
{
    const double Unfolds = 6;
}
