using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace LiquidNet.Benchmarks;

/// <summary>A column with how much of something is done per second.</summary>
/// <param name="name">The head of the column.</param>
/// <param name="legend">What it means.</param>
/// <param name="format">How the number is printed.</param>
/// <param name="work">How much of it one operation does, in the unit of the column times a second; 0 where there is none.</param>
sealed class RateColumn(string name, string legend, string format, Func<BenchmarkCase, double> work) : IColumn
{
    const double NanosecondsPerSecond = 1e9;

    public string Id => $"{nameof(RateColumn)}.{name}";

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics && work(benchmarkCase) is > 0 and var done
            ? (done / statistics.Mean * NanosecondsPerSecond).ToString(format, CultureInfo.InvariantCulture)
            : "-";
}
