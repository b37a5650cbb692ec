using BenchmarkDotNet.Attributes;

namespace LiquidNet.Benchmarks;

/// <summary>Adds a column with how many steps of sequences, not of padding, a training takes per second.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class IrregularColumnsAttribute() : ColumnConfigBaseAttribute(
    new RateColumn(
        "M steps/s", "Millions of time steps that sequences have, per second", "F2",
        _ => (double)IrregularBenchmarks.SequenceCount * IrregularBenchmarks.MeanSteps / 1e6));
