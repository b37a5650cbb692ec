using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace LiquidNet.Benchmarks;

/// <summary>
/// Adds a column with GFLOP/s to benchmarks of matrix products, whose parameters are the sizes of the product; a
/// multiplication and its addition are two operations.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ThroughputColumnAttribute() : ColumnConfigBaseAttribute(
    new RateColumn("GFLOP/s", "Floating-point operations per nanosecond", "F1", Operations))
{
    const double Giga = 1e9;

    static double Operations(BenchmarkCase benchmarkCase)
    {
        var operations = 2d;
        foreach (var parameter in benchmarkCase.Parameters.Items)
            operations *= (int)parameter.Value;
        if (benchmarkCase.Descriptor.WorkloadMethod.Name == nameof(ProductBenchmarks.WeightGradient))
            operations *= ProductBenchmarks.Slots;
        return operations / Giga;
    }
}
