using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using LiquidNet.Cells;
using LiquidNet.Data;
using LiquidNet.Training;

namespace LiquidNet.Benchmarks;

/// <summary>An epoch over very many sequences whose lengths and timespans differ, beside as many steps in equal ones.</summary>
[SimpleJob(RunStrategy.Monitoring, warmupCount: 1, iterationCount: 3)]
[IrregularColumns]
public class IrregularBenchmarks
{
    /// <summary>Sequences of an epoch, and the mean of their lengths.</summary>
    public const int SequenceCount = 100_000, MeanSteps = 205;

    const int ShortestSteps = 10, LongestSteps = 400, Features = 8, Classes = 4;

    /// <summary>What an epoch goes through.</summary>
    public enum Kind
    {
        /// <summary>Sequences of equal lengths, timespans of 1.</summary>
        Regular,

        /// <summary>Sequences of equal lengths, timespans that differ.</summary>
        EqualLengths,

        /// <summary>Sequences and timespans that differ.</summary>
        Irregular,

        /// <summary>The same, sequences of about one length in a batch.</summary>
        GroupedByLength,
    }

    /// <summary>What the epoch goes through.</summary>
    [ParamsAllValues]
    public Kind Sequences { get; set; }

    [Benchmark]
    public double Epoch()
    {
        var network = LiquidNetwork.Classifier(new CfcCell(Features, units: 64), Classes);
        var trainer = new Trainer(network, new() { Epochs = 1, BatchSize = 64, GroupByLength = Sequences == Kind.GroupedByLength });
        return trainer.Fit(new Generated(Sequences)).Last.Loss;
    }

    /// <summary>Sequences that are computed when they are read: held in memory they would be a gigabyte.</summary>
    sealed class Generated(Kind kind) : SequenceSet
    {
        readonly float[] noise = RandomNumbers.Create(1 << 16);

        public override int Count => SequenceCount;

        public override int Features => IrregularBenchmarks.Features;

        public override TargetKind TargetKind => TargetKind.SequenceLabel;

        public override int Classes => IrregularBenchmarks.Classes;

        public override int LengthOf(int index) => kind is Kind.Irregular or Kind.GroupedByLength
            ? ShortestSteps + (int)((uint)index * 2_654_435_761L % (LongestSteps - ShortestSteps + 1))
            : MeanSteps;

        public override void ReadStep(int index, int step, Span<float> features) =>
            noise.AsSpan((index * 31 + step * Features) % (noise.Length - Features), Features).CopyTo(features);

        public override void ReadTimespans(int index, Span<float> timespans)
        {
            timespans.Fill(1);
            for (var step = 0; kind != Kind.Regular && step < timespans.Length; step++)
                timespans[step] = 0.25f + noise[(index + step) % noise.Length];
        }

        public override void ReadLabels(int index, Span<int> labels) => labels[0] = index % Classes;
    }
}
