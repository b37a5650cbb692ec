using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace LiquidNet.Benchmarks;

/// <summary>
/// Adds a column with GFLOP/s to benchmarks of matrix products, whose parameters are the sizes of the product; a
/// multiplication and its addition are two operations.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ThroughputColumnAttribute() : ColumnConfigBaseAttribute(new ThroughputColumn())
{
    private sealed class ThroughputColumn : IColumn
    {
        public string Id => nameof(ThroughputColumn);

        public string ColumnName => "GFLOP/s";

        public string Legend => "Floating-point operations per nanosecond";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Custom;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
        {
            if (summary[benchmarkCase]?.ResultStatistics is not { } statistics)
            {
                return "-";
            }

            var operations = 2d;
            foreach (var parameter in benchmarkCase.Parameters.Items)
            {
                operations *= (int)parameter.Value;
            }

            if (benchmarkCase.Descriptor.WorkloadMethod.Name == nameof(ProductBenchmarks.WeightGradient))
            {
                operations *= ProductBenchmarks.Slots;
            }

            return (operations / statistics.Mean).ToString("F1", CultureInfo.InvariantCulture);
        }
    }
}
